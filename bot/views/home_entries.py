"""What stands in the lists of a Home, and in the same lists when they are looked at whole."""

from collections.abc import Iterator

from bot.domain.cards import Card
from bot.domain.deliveries import State
from bot.domain.events import Closed, Event, Status
from bot.domain.homes import Stuck, Which
from bot.domain.values import joined
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.dates import when
from bot.views.event_menus import event_menu
from bot.views.event_parts import name
from bot.views.message import actions, asking, button, section
from bot.views.problems import reason, where
from bot.views.rsvps import own_answer, places


def own(card: Card, t: Texts) -> Iterator[Block]:
    """A coming LabCamp to which the member said yes or maybe."""
    spoken = t.plain("events.show.label", number=card.event.number)
    show = button(t.plain("events.show"), "show_event", value=str(card.event.number), spoken=spoken)
    title = t("home.event", event=name(card.event, t))
    taken = places(card.event, card.counts, t)
    lines = [title, when(card.event, t), own_answer(card, t), taken]
    yield section("\n".join(line for line in lines if line), show)


def event(event: Event, t: Texts) -> Iterator[Block]:
    """An event that is not over, with what organizers can do with it."""
    closed = None if event.status is Status.PUBLISHED else Closed.DRAFT
    title = t("home.event", event=name(event, t))
    yield section(f"{title}\n{when(event, t)}", event_menu(event, closed, t))


def stuck(problem: Stuck, t: Texts) -> Iterator[Block]:
    """A delivery that somebody has to decide about."""
    yield section(
        t(
            "home.stuck",
            kind=t.plain(f"problems.kind.{problem.kind}"),
            where=where(problem, t),
            state=t.plain(f"problems.state.{problem.state}"),
            why=reason(problem, t),
        )
    )
    twice = asking(
        t.plain("home.stuck.again"),
        t.plain("home.stuck.twice"),
        t.plain("home.stuck.again"),
        t.plain("modal.cancel"),
    )
    again = button(
        t.plain("home.stuck.again"),
        "delivery_again",
        value=str(problem.id),
        confirm=twice if problem.state is State.UNCERTAIN else None,
    )
    drop = button(t.plain("home.stuck.drop"), "delivery_drop", value=str(problem.id))
    yield actions([again, *_mending(problem, t), drop])


def _mending(problem: Stuck, t: Texts) -> Iterator[Button]:
    """The way to an announcement that was refused: it may be its picture or its channel."""
    if problem.announcement is not None and problem.state is State.REFUSED:
        label = t.plain("announce.do.change")
        yield button(label, "announcement_change", value=str(problem.announcement))


def more(which: Which, count: int, t: Texts) -> Iterator[Block]:
    """That a list goes on, and the way to all of it; nothing when it does not."""
    if count:
        spoken = t.plain(f"list.all.label.{which}")
        whole = button(t.plain("list.all"), "list_all", value=joined(which, 1), spoken=spoken)
        yield section(t("event.more", count=count), whole)
