"""The forms in which an organizer writes an announcement, looks at it, and finds it again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.announcement_remarks import Remark
from bot.domain.announcements import (
    ALT_TEXT_LIMIT,
    HASHTAGS,
    Announcement,
    AnnouncementStatus,
    Draft,
    without_hashtags,
)
from bot.domain.cards import PlainPost, Post
from bot.domain.events import Event
from bot.domain.form_states import AnnouncementForm
from bot.domain.ids import AnnouncementId
from bot.domain.markup import Markup, safe
from bot.domain.values import packed
from bot.locales import Texts
from bot.views.announcements import post
from bot.views.block_kit import DIVIDER, Block, Button
from bot.views.dates import first_day, moment
from bot.views.elements import harmless, mention
from bot.views.event_parts import name
from bot.views.message import Message, actions, button, section, shortened
from bot.views.modals import (
    OPTIONS_LIMIT,
    Modal,
    address_input,
    channel_select,
    checkboxes,
    field,
    modal,
    moment_input,
    radio,
    rich_text_input,
    select,
    text_input,
)

ANNOUNCE = "announce"
PREVIEW = "announce_preview"
NO_EVENT = "none"
NOW, LATER = "now", "later"
_STANDS = 600  # characters that are shown of what somebody else has written meanwhile


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form: a draft, and which announcement it changes, if one.

    `kept` is the id under which it is kept already, `was` the imprint of what it changes.
    `filled_in` counts how often the bot has filled it in: then Slack shows what is new. Only
    who has not come from the list is shown the way to it: modals don't lie ever deeper.
    """

    draft: Draft
    of: Announcement | None = None
    kept: AnnouncementId | None = None
    was: int | None = None
    filled_in: int = 0
    leads_to_the_list: bool = False

    @property
    def corrects(self) -> bool:
        """Whether it is about something that stands in the channel already."""
        return self.of is not None and self.of.status is AnnouncementStatus.POSTED


def announce(form: Written, events: Sequence[Event], t: Texts) -> Modal:
    """The form for an announcement; of a posted one only its words and picture change."""
    fields = list(_fields(form, events, t))
    blocks: list[Block] = [_way_to_the_list(t)] if form.leads_to_the_list else []
    return modal(
        ANNOUNCE,
        t.plain("announce.form.correct" if form.corrects else "announce.form.title"),
        [*blocks, *fields],
        submit=t.plain("announce.form.preview"),
        close=t.plain("modal.cancel"),
        metadata=packed(AnnouncementForm(form.kept, form.of.id if form.of else None, form.was)),
        replaces=PREVIEW if form.filled_in else None,
    )


def _fields(form: Written, events: Sequence[Event], t: Texts) -> Iterator[Block]:
    draft, again = form.draft, form.filled_in
    text, tags = without_hashtags(draft.text)

    def made(key: str, element: Any, **more: Any) -> Block:
        return field(key, t.plain(f"announce.form.{key}"), element, filled_in=again, **more)

    if not form.corrects:
        yield made("event", select(_events(events, t), str(draft.event or NO_EVENT)))
        yield made("channel", channel_select(draft.channel or None))
    yield made("text", rich_text_input(text))
    yield made("hashtags", checkboxes([(tag, tag) for tag in HASHTAGS], tags), optional=True)
    picture = draft.picture
    hint = t.plain("announce.form.picture.hint")
    yield made("picture", address_input(picture.url if picture else None), optional=True, hint=hint)
    alt = text_input(picture.alt if picture else None, max_length=ALT_TEXT_LIMIT)
    hint = t.plain("announce.form.alt.hint")
    yield made("alt", alt, optional=True, hint=hint)
    if not form.corrects:
        times = [(which, t.plain(f"announce.form.when.{which}")) for which in (NOW, LATER)]
        yield made("when", radio(times, LATER if draft.planned_at else NOW))
        hint = t.plain("announce.form.moment.hint")
        yield made("moment", moment_input(draft.planned_at), optional=True, hint=hint)


def _events(events: Sequence[Event], t: Texts) -> list[tuple[str, str]]:
    named = [
        (str(event.number), f"{name(event, t)} ({first_day(event, t)})")
        for event in events[: OPTIONS_LIMIT - 1]
    ]
    return [*named, (NO_EVENT, t.plain("announce.form.event.none"))]


def _way_to_the_list(t: Texts) -> Block:
    return actions([button(t.plain("announce.list.open"), "announcements_list")])


def preview_failed(said: Message, metadata: str, t: Texts) -> Modal:
    """Why what was looked at was not sent off, and the way back to what was written."""
    back = actions([_back(metadata, t)])
    title, close = t.plain("announce.preview.title"), t.plain("modal.later")
    return Modal(PREVIEW, title, (*said.blocks, back), close)


def _back(value: str, t: Texts) -> Button:
    return button(t.plain("announce.preview.back"), "announcement_back", value=value)


def moment_missing(t: Texts) -> str:
    """That one wants to plan and said no time (plain text)."""
    return t.plain("announce.fault.moment-missing")


def picture_not_loaded(t: Texts) -> str:
    """That Slack can't load the picture (plain text)."""
    return t.plain("announce.fault.picture-lost")


@dataclass(frozen=True, slots=True)
class Look:
    """A draft as it will look. `place_known` is False when Slack did not say whether it can.

    `seen` and `was` are the imprints of what is shown and of what it changes. `news` says why it
    is shown once more: `rewritten` or `overtaken`.
    """

    draft: Announcement
    post: Post | PlainPost
    remarks: tuple[Remark, ...]
    of: Announcement | None
    at_once: bool
    seen: int
    channel_texts: Texts
    was: int | None = None
    news: str | None = None
    place_known: bool = True


def preview(look: Look, t: Texts) -> Modal:
    """What will stand in the channel, exactly so, under what will happen and what is doubtful."""
    corrects = look.of is not None and look.of.status is AnnouncementStatus.POSTED
    what = "correct" if corrects else "now" if look.at_once else "later"
    where = look.of.channel if corrects and look.of else look.draft.channel
    says = t(f"announce.preview.{what}", channel=mention(where), when=_when(look.draft, t))
    blocks: list[Block] = [section(says)]
    if look.news is not None:
        instead = shortened(safe(look.of.text), _STANDS) if look.of else ""
        blocks.append(section(t(f"announce.preview.{look.news}", text=Markup(instead))))
    if not look.place_known:
        blocks.append(section(t("announce.preview.unknown.place")))
    if look.remarks:
        lines = [t(f"announce.doubt.{one.doubt}", words=one.words) for one in look.remarks]
        blocks.append(section("\n".join([t("announce.doubts"), *(f"• {one}" for one in lines)])))
    blocks += [actions([_back(_value(look), t)]), DIVIDER]
    frame = modal(
        PREVIEW,
        t.plain("announce.preview.title"),
        blocks,
        submit=t.plain(f"announce.preview.submit.{what}"),
        close=t.plain("modal.cancel" if look.of else "modal.later"),
        metadata=_value(look),
    )
    shown = harmless(post(look.post, look.channel_texts).blocks)
    return Modal(
        frame.callback_id,
        frame.title,
        (*frame.blocks, *shown),
        frame.close,
        frame.submit,
        frame.metadata,
    )


def _value(look: Look) -> str:
    of = look.of.id if look.of else None
    return packed(AnnouncementForm(look.draft.id, of, look.was, look.seen, look.at_once))


def _when(announcement: Announcement, t: Texts) -> str:
    return moment(announcement.planned_at, t) if announcement.planned_at else ""
