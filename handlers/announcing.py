"""The form behind /labcamp announce: written, looked at, and sent off."""

import json
from dataclasses import replace
from datetime import datetime

from bot.deps import Deps
from bot.domain.announcements import (
    Announcement,
    AnnouncementStatus,
    Draft,
    Picture,
    faults,
    with_hashtags,
)
from bot.domain.rich_text import to_mrkdwn
from bot.services import announcements, drafts, events, posted
from bot.slack import Place
from bot.views import announcement_forms as forms
from bot.views import announcements as views
from bot.views import help as help_views
from bot.views.announcement_forms import Look, Written
from bot.views.message import Message
from bot.views.modals import Modal, notice
from handlers import people, replies
from handlers.forms import Form
from handlers.submits import Close, Errors, Result, Show, Stay, Submit


async def form(deps: Deps, user: str, language: str, number: int | None) -> Message | Modal:
    """The form for an announcement; what one has not finished stands in it."""
    refusal = await people.not_organizing(deps, user, language)
    if refusal is not None:
        return refusal
    begun = await deps.db.read(drafts.unfinished, user)
    if begun is not None and number in (None, begun.event):
        return await _form(deps, Written(drafts.said_by(begun, at_once=False)), language)
    coming = await deps.db.read(events.open_events, deps.clock.now())
    if number is None and coming:
        number = coming[0].number
    if number is not None and number not in [event.number for event in coming]:
        return help_views.event_unknown(number, language)
    channel = deps.settings.channel and await deps.slack.channel_id(deps.settings.channel)
    return await _form(deps, Written(Draft("", channel or "", number)), language)


async def change(deps: Deps, user: str, language: str, announcement: int) -> Message | Modal:
    """The form with a draft, or with what is planned or posted, to be written anew."""
    refusal = await people.not_organizing(deps, user, language)
    if refusal is not None:
        return refusal
    found = await deps.db.read(posted.get, announcement)
    if found is None or not _changeable(found, user):
        return views.gone(language)
    said = drafts.said_by(found, at_once=False)
    of = None if found.status is AnnouncementStatus.DRAFT else found
    return await _form(deps, Written(said, of), language)


def _changeable(found: Announcement, user: str) -> bool:
    if found.status is AnnouncementStatus.DRAFT:
        return found.author == user
    return found.status in (AnnouncementStatus.PLANNED, AnnouncementStatus.POSTED)


async def _form(deps: Deps, shown: Written, language: str) -> Modal:
    """The form, filled in; a time that has passed is not planned any more."""
    now = deps.clock.now()
    coming = await deps.db.read(events.open_events, now)
    draft = shown.draft
    if draft.planned_at and draft.planned_at <= now and not shown.corrects:
        draft = replace(draft, planned_at=None)
    return forms.announce(replace(shown, draft=draft), coming, language)


async def submitted(deps: Deps, submit: Submit) -> Result:
    """Keep what was written, and show what will come of it."""
    refusal = await people.not_organizing(deps, submit.user, submit.language)
    if refusal is not None:
        return Stay(refusal)
    of = await deps.db.read(posted.get, meant(submit.metadata, "of") or 0)
    draft = _draft(submit.form, of)
    place = await deps.slack.place(draft.channel)
    errors = _errors(submit, draft, place, deps.clock.now())
    if errors:
        return Errors(errors)
    number = of.id if of else None
    kept = await deps.db.write(drafts.keep, submit.user, draft, number, deps.clock.now())
    if not isinstance(kept, int):
        return Stay(replies.not_announced(kept, submit.language))
    return await _look(deps, submit, kept, of, draft, known=place is not None)


def _errors(submit: Submit, draft: Draft, place: Place | None, now: datetime) -> dict[str, str]:
    """What has to be mended, at its field."""
    errors = {one.field: forms.fault(one, submit.language) for one in faults(draft, now)}
    if submit.form.choice("when") == forms.LATER and draft.planned_at is None:
        errors["moment"] = forms.moment_missing(submit.language)
    if place is not None and not place.takes_posts:
        errors["channel"] = forms.no_place(place.is_archived, submit.language)
    return errors


async def _look(
    deps: Deps, submit: Submit, kept: int, of: Announcement | None, draft: Draft, *, known: bool
) -> Result:
    found = await deps.db.read(
        drafts.preview, submit.user, kept, of.id if of else None, deps.clock.now()
    )
    if isinstance(found, drafts.Gone):
        return Stay(views.gone(submit.language))
    look = Look(
        found.draft,
        found.post,
        found.remarks,
        found.of,
        at_once=draft.planned_at is None,
        place_known=known,
        channel_language=deps.settings.language,
    )
    return Show(forms.preview(look, submit.language))


def _draft(fields: Form, of: Announcement | None) -> Draft:
    """What the form says; what a posted announcement can't change any more stays as it is."""
    text = with_hashtags(to_mrkdwn(fields.rich_text("text")), fields.ticked("hashtags"))
    url, alt = fields.text("picture"), fields.text("alt")
    picture = Picture(url, alt) if url else None
    if of is not None and of.status is AnnouncementStatus.POSTED:
        return Draft(text, of.channel, of.event, picture)
    later = fields.choice("when") == forms.LATER
    planned_at = fields.moment("moment") if later else None
    channel = fields.choice("channel") or ""
    return Draft(text, channel, fields.number("event"), picture, planned_at)


async def confirmed(deps: Deps, submit: Submit) -> Result:
    """Send off what was looked at."""
    refusal = await people.not_organizing(deps, submit.user, submit.language)
    if refusal is not None:
        return Stay(refusal)
    draft, of = meant(submit.metadata, "draft"), meant(submit.metadata, "of")
    outcome = await deps.db.write(
        drafts.publish,
        submit.user,
        draft or 0,
        of,
        submit.key,
        deps.clock.now(),
        at_once=bool(meant(submit.metadata, "at_once")),
    )
    deps.wake()
    if isinstance(outcome, announcements.Repeated):
        return Close()
    said = replies.draft_outcome(outcome, submit.language)
    if isinstance(outcome, drafts.Posted | drafts.Planned | drafts.Corrected | drafts.Gone):
        return Show(notice(said, submit.language))
    return Show(forms.preview_failed(said, submit.metadata, submit.language))


async def back(deps: Deps, user: str, language: str, value: str) -> Message | Modal:
    """From the preview back to the form, with all that was written."""
    refusal = await people.not_organizing(deps, user, language)
    if refusal is not None:
        return refusal
    draft, of = meant(value, "draft") or 0, meant(value, "of")
    found = await deps.db.read(drafts.preview, user, draft, of, deps.clock.now())
    if isinstance(found, drafts.Gone):
        return views.gone(language)
    said = drafts.said_by(found.draft, at_once=bool(meant(value, "at_once")))
    return await _form(deps, Written(said, found.of, filled_in=1), language)


def meant(metadata: str, name: str) -> int | None:
    """A number in what the bot put into a view; it comes from outside and may be anything."""
    try:
        found = json.loads(metadata)
    except ValueError:
        return None
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, int) and abs(value) < 2**31 else None
