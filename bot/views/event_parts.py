"""What several views say of an event: its name, when and where, its talks."""

from collections.abc import Iterator

from bot.domain.events import Event, Session
from bot.domain.markup import escape
from bot.domain.visibility import programme
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.dates import moment, when
from bot.views.message import HEADER_LIMIT, button, header, paragraphs, section


def name(event: Event, t: Texts) -> str:
    """`LabCamp#11: Title`, as plain text."""
    return t.plain("event.name", number=event.number, title=event.title)


def heading(event: Event, t: Texts) -> Block:
    """The event's name on top of what is said of it: whole, also where a heading is too short."""
    named = name(event, t)
    return header(named) if len(named) <= HEADER_LIMIT else section(f"*{escape(named)}*")


def facts(event: Event, t: Texts) -> str:
    """When, where and with whom, a line each."""
    return "\n".join([f"*{when(event, t)}*", *whereabouts(event, t)])


def whereabouts(event: Event, t: Texts) -> list[str]:
    """Where and with whom, a line each."""
    lines: list[str] = []
    if event.location:
        lines.append(t("event.where", location=event.location))
    if event.host:
        lines.append(t("event.host", host=event.host))
    return lines


def until_when(event: Event, t: Texts) -> str | None:
    """Until when answers are taken, for an event that closes before it begins."""
    if event.closes_at is None:
        return None
    return t("event.answers.until", when=moment(event.closes_at, t, event.timezone))


def talks(event: Event, t: Texts) -> Iterator[Block]:
    """The talks that members see, a line each; nothing for an event without any."""
    if seen := programme(event):
        yield from paragraphs(t("event.sessions"), (talk_line(talk) for talk in seen))


def talk_line(session: Session) -> str:
    """A talk and who gives it, as a line of mrkdwn."""
    return f"• {escape(said_of(session))}"


def said_of(session: Session) -> str:
    """A talk and who gives it, as plain text; only that where the topic is not known yet."""
    return " – ".join(part for part in (session.talk, session.by) if part)


def registration_button(event: Event, t: Texts) -> list[Button]:
    """The way to the registration, for an event that has one."""
    if not event.registration_url:
        return []
    spoken = t.plain("event.registration.label", number=event.number)
    label = t.plain("event.registration")
    return [button(label, "open_registration", url=event.registration_url, spoken=spoken)]


def join_button(event: Event, t: Texts, *, may_join: bool) -> list[Button]:
    """The way into the meeting, for an event that has one and a member who is shown it."""
    if not event.join_url or not may_join:
        return []
    spoken = t.plain("event.join.label", number=event.number)
    return [button(t.plain("event.join.button"), "open_meeting", url=event.join_url, spoken=spoken)]
