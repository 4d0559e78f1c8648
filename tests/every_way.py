"""Every form, opened, and a payload of every kind that Slack sends, for tests that change them."""

import copy
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.feedback import OPEN_FOR, Round, Ticket, new_key
from bot.domain.link_checks import LinkAnswered
from bot.locales import texts
from bot.services import link_checks
from bot.views import feedback as views
from playground.json_values import Json
from playground.models import View
from playground.payloads import view_submission
from playground.sample import HANNA, LABCAMP
from storage import events, feedback
from tests.announcement_forms import filled, form_of
from tests.builders import ELEVEN, a_full_event, an_item
from tests.forms import opened, sent
from tests.homes import click, home_of
from tests.items import proposed
from tests.stage import Stage

Way = tuple[str | int, ...]
LINKS = "<https://example.org/folien|Folien> und <https://example.org/video>"


async def _preview(stage: Stage) -> View:
    await stage.ada.submit((await form_of(stage)).id, filled())
    return stage.ada.views[-1]


async def _nudge(stage: Stage) -> View:
    await stage.ada.click_reply(await stage.ada.command("/labcamp who 11"), "nudge_preview")
    await stage.deliver()
    return stage.ada.views[-1]


async def _contacts(stage: Stage) -> View:
    view = await opened(stage.ada, "edit 11")
    await sent(stage.ada, view, title="Anders")
    await stage.ada.click_view(stage.ada.views[-1].id, "event_contacts")
    await stage.deliver()
    return stage.ada.views[-1]


async def _seen(stage: Stage) -> View:
    view = await opened(stage.ada, "edit 11")
    await sent(stage.ada, view, title="Noch anders")
    await stage.ada.click_view(stage.ada.views[-1].id, "event_seen")
    await stage.deliver()
    return stage.ada.views[-1]


async def _talk(stage: Stage) -> View:
    with stage.db.transaction() as connection:
        event = events.get(connection, ELEVEN)
        assert event is not None
        talks = (replace(event.sessions[0], contact=stage.ada.id), *event.sessions[1:])
        events.save(connection, replace(event, sessions=talks), stage.deps.clock.now())
    await home_of(stage, stage.ada)
    await click(stage, stage.ada, "talk_own")
    await stage.ada.click_view(stage.ada.views[-1].id, "talk_give")
    await stage.deliver()
    return stage.ada.views[-1]


async def _search(stage: Stage) -> View:
    await stage.ada.click_reply(await stage.ada.command("/labcamp kb x"), "search_open")
    await stage.deliver()
    return stage.ada.views[-1]


async def _links(stage: Stage) -> View:
    message = stage.ben.say(LABCAMP, LINKS)
    await stage.ada.message_action("kb_links", LABCAMP, message.ts)
    await stage.deliver()
    return stage.ada.views[-1]


async def _rejection(stage: Stage) -> View:
    await proposed(stage)
    await home_of(stage, stage.ada)
    await click(stage, stage.ada, "kb_proposals")
    await stage.ada.click_view(stage.ada.views[-1].id, "kb_reject")
    await stage.deliver()
    return stage.ada.views[-1]


async def _dead_link(stage: Stage) -> View:
    stage.store_items(an_item(url="https://lab.example/1"))
    now = stage.deps.clock.now()
    with stage.db.transaction() as connection:
        for days in (3, 2, 1):
            at = now - timedelta(days=days)
            links = link_checks.claim(connection, at, 100)
            link_checks.settle(connection, [(one, LinkAnswered(404)) for one in links], at)
    await home_of(stage, stage.ada)
    await click(stage, stage.ada, "dead_links")
    await stage.ada.click_view(stage.ada.views[-1].id, "dead_link_change")
    await stage.deliver()
    return stage.ada.views[-1]


async def _topic(stage: Stage, action: str) -> View:
    stage.store_topics("Wirkung messen", "Wie man anfängt")
    await stage.ada.click_reply(await stage.ada.command("/labcamp topics"), action)
    await stage.deliver()
    return stage.ada.views[-1]


async def _alike(stage: Stage) -> View:
    stage.store_topics("Wirkung messen")
    await sent(stage.ada, await opened(stage.ada, "topics add"), title="Wirkungen messen")
    return stage.ada.views[-1]


async def _feedback(stage: Stage) -> View:
    now = stage.deps.clock.now()
    begun = Round(ELEVEN, new_key(), now + OPEN_FOR)
    with stage.db.transaction() as connection:
        feedback.begin(connection, begun)
        event = events.get(connection, ELEVEN)
    assert event is not None
    asked = views.letter(event, Ticket.new(begun), begun, texts("de"))
    await stage.deps.slack.post(stage.ada.id, asked, "an id")
    (message,) = [one for one in stage.ada.direct_messages if "Wie war" in one.text]
    await stage.ada.click(message.channel, message.ts, "feedback_write")
    await stage.deliver()
    return stage.ada.views[-1]


async def _follow_up(stage: Stage) -> View:
    now = stage.deps.clock.now()
    stage.store(a_full_event(4, starts_at=now - timedelta(days=9), ends_at=now - timedelta(days=8)))
    return await opened(stage.ada, "follow-up 4")


def _typed(command: str) -> Callable[[Stage], Awaitable[View]]:
    return lambda stage: opened(stage.ada, command)


# How each form is come by, by its callback_id, on a stage with an event 11 that was announced.
FORMS: dict[str, Callable[[Stage], Awaitable[View]]] = {
    "announce": form_of,
    "announce_preview": _preview,
    "invitation": _typed("new"),
    "event": _typed("edit 11"),
    "cancel_event": _typed("cancel 11"),
    "event_contacts": _contacts,
    "event_seen": _seen,
    "nudge": _nudge,
    "forget_me": _typed("forget-me"),
    "search": _search,
    "kb_item": _typed("kb add"),
    "kb_links": _links,
    "talk_give": _talk,
    "kb_reject": _rejection,
    "dead_link_address": _dead_link,
    "feedback_sentence": _feedback,
    "follow_up": _follow_up,
    "topic": _typed("topics add"),
    "topic_alike": _alike,
    "topic_answer": lambda stage: _topic(stage, "topic_answer"),
    "topic_merge": lambda stage: _topic(stage, "topic_merge"),
}


async def every_form(stage: Stage) -> dict[str, Json]:
    """What Slack sends when each form is sent as it was opened, by its callback_id."""
    found = {}
    for name, form in FORMS.items():
        view = await form(stage)
        assert view.content["callback_id"] == name, (name, view.content)
        found[name] = view_submission(stage.playground.workspace, stage.ada.id, view)
        while stage.ada.views:
            await stage.ada.close(stage.ada.views[-1].id, all_of_them=True)
    return found


async def every_event(stage: Stage) -> dict[str, Json]:
    """What Slack sends for each event that the bot listens to."""
    (post,) = stage.posts()
    begun = len(stage.playground.sent)
    hanna = stage.playground.as_user(HANNA)
    await stage.anna.react(LABCAMP, post.ts, "thinking_face")
    await stage.anna.unreact(LABCAMP, post.ts, "thinking_face")
    stage.anna.say_to_bot("wann?")
    stage.anna.say(LABCAMP, f"<@{stage.deps.identity.user}> wann?")
    await stage.anna.open_home()
    hanna.leave(LABCAMP)
    stage.ada.invite(LABCAMP, hanna.id)
    hanna.leave_workspace()
    await stage.deliver()
    sent = [one.payload for one in stage.playground.sent[begun:] if one.kind == "events_api"]
    return {named(payload["event"]): payload for payload in sent}


def named(event: Json) -> str:
    """The event as the manifest names it."""
    kind: str = event["type"]
    return f"{kind}.{event['channel_type']}" if kind == "message" else kind


async def every_interaction(stage: Stage) -> dict[str, Json]:
    """A command, clicks in all places, and the shortcuts."""
    ada, (post,) = stage.ada, stage.posts()
    message = stage.ben.say(LABCAMP, LINKS)
    await home_of(stage, ada)
    assert ada.home is not None
    found = {
        "command": await ada.command("/labcamp next", channel=LABCAMP),
        "click in a message": await ada.click(LABCAMP, post.ts, "rsvp_yes"),
        "click in the Home": await ada.click_view(ada.home.id, "my_data"),
        "shortcut": await ada.shortcut("new_event"),
        "shortcut of a message": await ada.message_action("kb_links", LABCAMP, message.ts),
    }
    form = await FORMS["search"](stage)
    found["typing in a form"] = (await ada.type_into(form.id, "search_words", "x"))[0]
    await stage.deliver()
    await ada.close(form.id, all_of_them=True)
    return {name: reply.payload for name, reply in found.items()}


def places(payload: Json) -> Iterator[Way]:
    """Where in a payload something stands that is neither a list nor an object.

    Of the blocks of a view or message, which come back as the bot made them, one place of a sort.
    """
    seen = set()
    for path in _places(payload, ()):
        inner = path.index("blocks") if "blocks" in path else len(path)
        sort = (*path[:inner], *(step for step in path[inner:] if isinstance(step, str)))
        if sort not in seen:
            seen.add(sort)
            yield path


def _places(part: Any, path: Way) -> Iterator[Way]:
    if isinstance(part, dict | list):
        for step, inner in part.items() if isinstance(part, dict) else enumerate(part):
            yield from _places(inner, (*path, step))
    else:
        yield path


def changed(payload: Json, path: Way, value: Any) -> Json:
    """The payload with something else in one place, and as a new one: not the one from before."""
    found = fresh(payload)
    part: Any = found
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return found


_NUMBERS = iter(range(10**9))


def fresh(payload: Json) -> Json:
    """The payload as Slack would send it when the same is done again."""
    found = copy.deepcopy(payload)
    for name in ("event_id", "trigger_id"):
        if name in found:
            found[name] = f"{found[name]}.{next(_NUMBERS)}"
    return found
