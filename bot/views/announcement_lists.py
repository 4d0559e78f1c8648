"""Announcements in a list: where each stands, and what can be done about it."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.announcements import Announcement, AnnouncementStatus
from bot.domain.markup import safe
from bot.locales import Texts, texts
from bot.views.announcements import mention
from bot.views.dates import moment
from bot.views.message import Message, actions, asking, button, section, shortened

_EXCERPT = 150  # characters of an announcement in a list


def listing(
    announcements: Sequence[Announcement], drafted: Sequence[Announcement], language: str
) -> Message:
    """What is planned and posted, each with what can be done about it."""
    t = texts(language)
    blocks: list[Block] = []
    for announcement in (*drafted, *announcements):
        blocks += entry(announcement, t)
    if not blocks:
        blocks = [section(t("announce.list.none"))]
    return Message(t("announce.list.title"), tuple(block.to_dict() for block in blocks))


def entry(announcement: Announcement, t: Texts) -> Iterator[Block]:
    """One announcement in a list: where it stands, how it begins, its buttons."""
    status = announcement.status
    says = t(
        f"announce.status.{status}",
        channel=mention(announcement.channel),
        when=_when(announcement, t),
    )
    about = t("event.short", number=announcement.event) if announcement.event else ""
    first = " – ".join(part for part in (says, about) if part)
    excerpt = shortened(safe(" ".join(announcement.text.split())), _EXCERPT)
    yield section(f"*{first}*\n{excerpt}")
    buttons = list(_buttons(announcement, t))
    if buttons:
        yield actions(buttons)


def _buttons(announcement: Announcement, t: Texts) -> Iterator[ButtonElement]:
    value, status = str(announcement.id), announcement.status
    doable = {
        AnnouncementStatus.DRAFT: ("continue", "discard"),
        AnnouncementStatus.PLANNED: ("change", "withdraw"),
        AnnouncementStatus.POSTED: ("correct", "delete"),
        AnnouncementStatus.FAILED: ("change",),
    }
    for what in doable.get(status, ()):
        final = what in ("discard", "withdraw", "delete")
        yield button(
            t.plain(f"announce.do.{what}"),
            f"announcement_{what}",
            value=value,
            style="danger" if final else None,
            confirm=asking(
                t.plain(f"announce.do.{what}"),
                t.plain(f"announce.sure.{what}"),
                t.plain(f"announce.do.{what}"),
                t.plain("modal.cancel"),
            )
            if final
            else None,
        )


def _when(announcement: Announcement, t: Texts) -> str:
    return moment(announcement.planned_at, t.language) if announcement.planned_at else ""
