"""The ways into somebody's own calendar: addresses to subscribe to, forms, and a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.calendar import Dated, Entry
from bot.domain.files import File
from bot.locales import Texts
from bot.views import calendar_links, ics
from bot.views.block_kit import Block, Button
from bot.views.dates import when, when_in_words
from bot.views.elements import link
from bot.views.event_parts import name
from bot.views.message import Message, actions, asking, button, header, message, section, simple


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where calendars can be subscribed to: everybody's, and the member's own.

    The own one is None where it can't be shown again.
    """

    public: str
    own: str | None


def overview(
    addresses: Addresses | None, entry: Entry | None, t: Texts, *, is_new: bool = False
) -> Message:
    """All ways into a calendar. Without addresses a file is on its way, with the events to come.

    `is_new` says that the own address was just replaced; `entry` is the next event, if any.
    """
    if addresses is None and entry is None:
        return simple(t("events.coming.none"))
    blocks: list[Block] = [header(t.plain("calendar.title"))]
    if addresses is None:
        said = [t("calendar.file.coming")]
        blocks.append(section(said[0]))
    else:
        said = [t("calendar.renewed")] if is_new else []
        said.append(t("calendar.all", url=link(addresses.public)))
        own = addresses.own and t("calendar.own", url=link(addresses.own))
        said.append(own or t("calendar.own.hidden"))
        blocks += [section(text) for text in said[:-1]]
        blocks.append(actions(_subscribe(addresses.public, t)))
        blocks += [section(said[-1]), actions([_renew(t)])]
    if entry is not None:
        title, span = name(entry.event, t), when(entry.event, t)
        blocks.append(section(t("calendar.next", event=title, when=span)))
        blocks.append(actions(ways(entry, t)))
        in_words = when_in_words(entry.event, t)
        said.append(t("calendar.next", event=title, when=in_words))
    return message("\n\n".join(said), blocks)


def of_event(entry: Entry, t: Texts) -> Message:
    """The ways into a calendar for one event, and the way to all."""
    said = t("calendar.event", event=name(entry.event, t), when=when(entry.event, t))
    in_words = t("calendar.event", event=name(entry.event, t), when=when_in_words(entry.event, t))
    more = [
        button(t.plain("calendar.to.all"), "calendar_all"),
        button(
            t.plain("calendar.back"),
            "show_event",
            value=str(entry.event.number),
            spoken=t.plain("calendar.back.label", number=entry.event.number),
        ),
    ]
    return message(in_words, [section(said), actions(ways(entry, t)), actions(more)])


def on_its_way(entry: Entry, t: Texts) -> Message:
    """That the file of one event comes by direct message."""
    return simple(t("calendar.file.soon", event=name(entry.event, t)))


def file(entries: Sequence[Entry], t: Texts) -> File:
    """A calendar to be opened once."""
    only = entries[0].event if len(entries) == 1 else None
    title = name(only, t) if only else t.plain("calendar.name")
    file_name = f"labcamp-{only.number}.ics" if only else "labcamp.ics"
    return File(file_name, title, ics.calendar(entries, title, t))


def comment(t: Texts) -> str:
    """What is written beside the file."""
    return t("calendar.file.comment")


def _subscribe(feed: str, t: Texts) -> list[Button]:
    title = t.plain("calendar.name")
    pages = {
        "google": calendar_links.google_subscription(feed),
        "outlook": calendar_links.outlook_subscription(feed, title),
        "outlook_private": calendar_links.outlook_subscription(feed, title, "outlook.live.com"),
    }
    return [_page(service, "subscribe", page, t) for service, page in pages.items()]


def ways(entry: Dated, t: Texts) -> list[Button]:
    """The ways into a calendar for one event: three forms that are filled in, and a file."""
    number = entry.event.number
    pages = {
        "google": calendar_links.google(entry, t),
        "outlook": calendar_links.outlook(entry, t),
        "outlook_private": calendar_links.outlook(entry, t, "outlook.live.com"),
    }
    spoken = t.plain("calendar.file.label", number=number)
    as_file = button(t.plain("calendar.file"), "calendar_file", value=str(number), spoken=spoken)
    return [*(_page(service, "add", page, t) for service, page in pages.items()), as_file]


def _page(service: str, what: str, address: str, t: Texts) -> Button:
    label = t.plain(f"calendar.{service}")
    spoken = t.plain(f"calendar.{what}.label", service=label)
    return button(label, f"open_{what}_{service}", url=address, spoken=spoken)


def _renew(t: Texts) -> Button:
    sure = asking(
        t.plain("calendar.renew.title"),
        t.plain("calendar.renew.text"),
        t.plain("calendar.renew"),
        t.plain("calendar.renew.deny"),
    )
    return button(t.plain("calendar.renew"), "calendar_renew", confirm=sure)
