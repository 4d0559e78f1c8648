"""Announcements in a list: where each stands, and what can be done about it."""

from collections.abc import Iterator

from bot.domain.announcement_remarks import Listed, Remark
from bot.domain.announcements import Announcement, AnnouncementStatus
from bot.domain.markup import safe
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.dates import moment
from bot.views.elements import mention
from bot.views.message import actions, asking, button, section, shortened

_EXCERPT = 150  # characters of an announcement in a list
_DOUBTS = 5  # of one announcement; more would hide the others
_WORDS = 200  # characters of what is doubtful


def entry(listed: Listed, t: Texts) -> Iterator[Block]:
    """One announcement in a list: where it stands, how it begins, its doubts, its buttons."""
    announcement, status = listed.announcement, listed.announcement.status
    says = t(
        f"announce.status.{status}",
        channel=mention(announcement.channel),
        when=_when(announcement, t),
    )
    about = t("event.short", number=announcement.event) if announcement.event else ""
    first = " – ".join(part for part in (says, about) if part)
    excerpt = shortened(safe(" ".join(announcement.text.split())), _EXCERPT)
    doubts = [doubt(one, t) for one in listed.remarks[:_DOUBTS]]
    yield section("\n".join([f"*{first}*", excerpt, *doubts]))
    buttons = list(_buttons(announcement, t))
    if buttons:
        yield actions(buttons)


def doubt(remark: Remark, t: Texts) -> str:
    """What is doubtful about an announcement, in a line."""
    words = shortened(remark.words, _WORDS)
    return f"• {t(f'announce.doubt.{remark.doubt}', words=words)}"


def _buttons(announcement: Announcement, t: Texts) -> Iterator[Button]:
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
    return moment(announcement.planned_at, t) if announcement.planned_at else ""
