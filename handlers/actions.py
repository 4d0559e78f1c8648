"""Buttons: a dictionary from action_id to what a click does."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.deps import Deps
from bot.domain.homes import Which
from bot.domain.rsvps import Answer, Via
from bot.locales import Texts
from bot.services import rsvps
from bot.views import announcements as announcement_views
from bot.views import help as help_views
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import (
    announcement_list,
    announcing,
    calendar,
    editing,
    home,
    knowledge_clicks,
    lists,
    participants,
    people,
    replies,
    search_clicks,
    snoozing,
    telling,
    times,
)
from handlers.clicks import Click, number_in


async def clicked(
    deps: Deps, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext
) -> None:
    """Do what the button says; the answer is shown to the clicker alone."""
    action = body["actions"][0]
    if action.get("url"):  # Slack has opened the link itself
        await ack()
        return
    user = body["user"]["id"]
    t = context["t"] = await people.texts_for(deps, user)
    click = Click(
        user,
        t,
        action["action_id"],
        action.get("value") or (action.get("selected_option") or {}).get("value") or "",
        body["trigger_id"],
        times.instant(action["action_ts"]),
        body.get("response_url") or "",
        body.get("view") or {},
    )
    answer = await _ACTIONS.get(click.action_id, _unknown)(deps, click)
    await ack()
    if answer is not None:
        deps.afterwards.start(telling.tell(deps, body, answer, t))
    # the Home follows what one does in it, and in the forms over it
    if click.view and not click.action_id.startswith("search_"):
        deps.afterwards.start(home.publish(deps, user))


async def _rsvp(deps: Deps, click: Click) -> Message | None:
    number = click.number
    if number is None:
        return help_views.button_unknown(click.t)
    outcome = await deps.db.write(
        rsvps.answer,
        click.user,
        Answer(click.action_id.removeprefix("rsvp_")),
        number,
        Via.BUTTON,
        click.key,
        click.at,
        deps.clock.now(),
    )
    deps.wake()
    return replies.rsvp_outcome(outcome, click.t)


async def _show_next(deps: Deps, click: Click) -> Message:
    return await replies.next_event(deps, click.user, click.t)


async def _show_event(deps: Deps, click: Click) -> Message:
    number = click.number
    if number is None:
        return help_views.button_unknown(click.t)
    return await replies.event(deps, click.user, click.t, number)


async def _list_events(deps: Deps, click: Click) -> Message:
    which, _, page = click.value.partition(":")
    number = number_in(page)
    if which not in ("coming", "past") or number is None:
        return help_views.button_unknown(click.t)
    return await replies.event_list(deps, click.t, past=which == "past", page=number)


async def _announcements(deps: Deps, click: Click) -> Message | Modal:
    return await lists.page(deps, click.user, click.t, f"{Which.ANNOUNCEMENTS}:1")


async def _list(deps: Deps, click: Click) -> Message | Modal:
    return await lists.page(deps, click.user, click.t, click.value)


async def _announcement_back(deps: Deps, click: Click) -> Message | Modal:
    return await announcing.back(deps, click.user, click.t, click.value)


async def _announcement(deps: Deps, click: Click) -> Message | Modal:
    do = _WITH_AN_ANNOUNCEMENT[click.action_id.removeprefix("announcement_")]
    return await do(deps, click.user, click.t, click.row)


async def _announcement_new(deps: Deps, click: Click) -> Message | Modal:
    return await announcing.form(deps, click.user, click.t, None)


async def _event_new(deps: Deps, click: Click) -> Message | Modal:
    return await editing.new(deps, click.user, click.t)


async def _event_edit(deps: Deps, click: Click) -> Message | Modal:
    number = click.number
    if number is None:
        return help_views.button_unknown(click.t)
    return await editing.edit(deps, click.user, click.t, number)


async def _home_language(deps: Deps, click: Click) -> None:
    await home.choose_language(deps, click.user, click.value)


async def _home_reminders(deps: Deps, click: Click) -> None:
    await home.choose_reminders(deps, click.user, click.value)


async def _delivery(deps: Deps, click: Click) -> Message:
    do = home.try_again if click.action_id == "delivery_again" else home.drop
    return await do(deps, click.user, click.t, click.row)


async def _export_answers(deps: Deps, click: Click) -> Message | None:
    number = click.number
    if number is None:
        return help_views.button_unknown(click.t)
    return await participants.export(deps, click.asker, number)


async def _calendar_event(deps: Deps, click: Click) -> Message:
    number = click.number
    if number is None:
        return help_views.button_unknown(click.t)
    return await calendar.of_event(deps, click.asker, number)


async def _calendar_file(deps: Deps, click: Click) -> Message | None:
    number = click.number
    if number is None:
        return help_views.button_unknown(click.t)
    return await calendar.file_of_event(deps, click.asker, number)


async def _calendar_all(deps: Deps, click: Click) -> Message | None:
    return await calendar.overview(deps, click.asker)


async def _calendar_renew(deps: Deps, click: Click) -> Message | None:
    return await calendar.renew(deps, click.asker)


async def _snooze(deps: Deps, click: Click) -> Message | None:
    return await snoozing.again(deps, click.user, click.t, click.value, click.key)


async def _unknown(deps: Deps, click: Click) -> Message:
    if click.action_id.startswith("preview_"):
        return announcement_views.only_a_preview(click.t)
    return help_views.button_unknown(click.t)


_WITH_AN_ANNOUNCEMENT: dict[str, Callable[[Deps, str, Texts, int], Awaitable[Message | Modal]]] = {
    "continue": announcing.change,
    "change": announcing.change,
    "correct": announcing.change,
    "withdraw": announcement_list.taken_back,
    "delete": announcement_list.taken_back,
    "discard": announcement_list.discarded,
}
_ACTIONS: dict[str, Callable[[Deps, Click], Awaitable[Message | Modal | None]]] = {
    "rsvp_yes": _rsvp,
    "rsvp_maybe": _rsvp,
    "rsvp_no": _rsvp,
    "snooze": _snooze,
    "show_next": _show_next,
    "show_event": _show_event,
    "events_all": _list_events,
    "events_previous": _list_events,
    "events_next": _list_events,
    "events_other": _list_events,
    "announcements_list": _announcements,
    "list_all": _list,
    "list_previous": _list,
    "list_next": _list,
    "announcement_back": _announcement_back,
    "announcement_new": _announcement_new,
    "event_new": _event_new,
    "event_edit": _event_edit,
    "delivery_again": _delivery,
    "delivery_drop": _delivery,
    "home_language": _home_language,
    "home_reminders": _home_reminders,
    **{f"announcement_{what}": _announcement for what in _WITH_AN_ANNOUNCEMENT},
    **search_clicks.ACTIONS,
    "export_answers": _export_answers,
    "calendar_event": _calendar_event,
    "calendar_file": _calendar_file,
    "calendar_all": _calendar_all,
    "calendar_renew": _calendar_renew,
    **knowledge_clicks.ACTIONS,
}
