"""What several views say of an event: its name, when and where, its talks, its links."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, ButtonElement, ImageBlock

from bot.domain.announcements import Picture
from bot.domain.events import Event, Session
from bot.domain.markup import Markup, escape
from bot.domain.values import joined
from bot.locales import Texts
from bot.views.dates import when
from bot.views.message import HEADER_LIMIT, button, header, paragraphs, picture, section


def name(event: Event, t: Texts) -> str:
    """`LabCamp#11: Title`, as plain text."""
    return t.plain("event.name", number=event.number, title=event.title)


def heading(event: Event, t: Texts) -> Block:
    """The event's name on top of what is said of it: whole, also where a heading is too short."""
    named = name(event, t)
    return header(named) if len(named) <= HEADER_LIMIT else section(f"*{escape(named)}*")


def link(url: str, title: str | None = None) -> Markup:
    """An address as a link that shows its title, or itself."""
    address = escape(url).replace("|", "%7C")  # a bar would end the address
    return Markup(f"<{address}|{escape(title)}>" if title else f"<{address}>")


def announced_picture(shown: Picture, t: Texts) -> ImageBlock:
    """The picture of an announcement; without words of its own it is called just that."""
    return picture(shown.url, shown.alt or t.plain("announce.picture"))


def somebody(user: str | None, t: Texts) -> Markup:
    """A person, where it may not be known who it was."""
    return mention(user) if user else t("event.overtaken.somebody")


def mention(user: str) -> Markup:
    """A person, by their id; Slack shows the name."""
    return Markup(f"<@{user}>")


def facts(event: Event, t: Texts) -> str:
    """When, where and with whom, a line each."""
    lines = [f"*{when(event, t)}*"]
    if event.location:
        lines.append(t("event.where", location=event.location))
    if event.host:
        lines.append(t("event.host", host=event.host))
    return "\n".join(lines)


def talks(event: Event, t: Texts) -> Iterator[Block]:
    """The sessions, a line each; nothing for an event without any."""
    if event.sessions:
        yield from paragraphs(t("event.sessions"), (talk_line(talk) for talk in event.sessions))


def talk_line(session: Session) -> str:
    """A talk and who gives it, as a line of mrkdwn."""
    people = [session.speaker, session.role, session.organisation]
    by = ", ".join(escape(part) for part in people if part)
    talk = escape(session.talk)
    return f"• {talk} – {by}" if by else f"• {talk}"


def page_buttons(
    action: str, number: int, has_more: bool, t: Texts, *of: object
) -> list[ButtonElement]:
    """The ways to the pages before and after page `number` of a list.

    Their action_ids are `action`_previous and `action`_next; their value is `of` and the page.
    """
    ways = [("previous", number - 1)] if number > 1 else []
    ways += [("next", number + 1)] if has_more else []
    return [
        button(t.plain(f"events.{way}"), f"{action}_{way}", value=joined(*of, page))
        for way, page in ways
    ]


def registration_button(event: Event, t: Texts) -> list[ButtonElement]:
    """The way to the registration, for an event that has one."""
    if not event.registration_url:
        return []
    spoken = t.plain("event.registration.label", number=event.number)
    label = t.plain("event.registration")
    return [button(label, "open_registration", url=event.registration_url, spoken=spoken)]
