"""The form behind /labcamp announce: written, looked at, and sent off."""

import json
from dataclasses import dataclass, replace

from bot.deps import Deps
from bot.domain.announcements import (
    Announcement,
    AnnouncementStatus,
    Draft,
    Picture,
    faults,
    with_hashtags,
)
from bot.domain.markup import escape
from bot.domain.outcomes import PICTURE_NOT_LOADED, Refused
from bot.domain.rich_text import to_mrkdwn
from bot.locales import Texts, texts
from bot.services import announcements, drafts, events, posted, publishing
from bot.slack import Place
from bot.views import announcement_forms as forms
from bot.views import announcements as views
from bot.views import help as help_views
from bot.views.announcement_forms import Look, Written
from bot.views.message import Message, simple
from bot.views.modals import Modal, notice
from handlers import people, replies
from handlers.forms import Form
from handlers.submits import Close, Errors, Result, Show, Stay, Submit


async def form(deps: Deps, user: str, t: Texts, number: int | None) -> Message | Modal:
    """The form for an announcement; what one has not finished stands in it."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    for begun in await deps.db.read(drafts.unfinished, user):
        if number in (None, begun.event):
            found = replace(_written(begun), leads_to_the_list=True)
            return await _form(deps, found, t)
    coming = await deps.db.read(events.open_events, deps.clock.now())
    if number is None and coming:
        number = coming[0].number
    if number is not None and number not in [event.number for event in coming]:
        return help_views.event_unknown(number, t)
    draft = Draft("", deps.settings.channel or "", number)
    return await _form(deps, Written(draft, leads_to_the_list=True), t)


async def change(deps: Deps, user: str, t: Texts, announcement: int) -> Message | Modal:
    """The form with a draft, or with what is planned or posted, to be written anew."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    found = await deps.db.read(posted.get, announcement)
    if found is None or not _changeable(found, user):
        return views.gone(t)
    return await _form(deps, _written(found), t)


def _written(found: Announcement) -> Written:
    """A draft to be written on, or something planned or posted to be written anew."""
    said = drafts.said_by(found, at_once=False)
    if found.status is AnnouncementStatus.DRAFT:
        return Written(said, kept=found.id)
    return Written(said, found, was=said.imprint)


def _changeable(found: Announcement, user: str) -> bool:
    if found.status is AnnouncementStatus.DRAFT:
        return found.author == user
    return found.status in publishing.CHANGEABLE


async def _form(deps: Deps, shown: Written, t: Texts) -> Modal:
    """The form, filled in; a time that has passed is not planned any more.

    A channel may have been named, as LABCAMP_CHANNEL may; Slack's menu wants its id.
    """
    now = deps.clock.now()
    coming = await deps.db.read(events.open_events, now)
    draft = shown.draft
    if draft.planned_at and draft.planned_at <= now and not shown.corrects:
        draft = replace(draft, planned_at=None)
    channel = draft.channel and await deps.slack.channel_id(draft.channel)
    draft = replace(draft, channel=channel or "")
    return forms.announce(replace(shown, draft=draft), coming, t)


async def submitted(deps: Deps, submit: Submit) -> Result:
    """Keep what was written, and show what will come of it."""
    refusal = await people.not_organizing(deps, submit.user, submit.t)
    if refusal is not None:
        return Stay(refusal)
    number = meant(submit.metadata, "of")
    of = await deps.db.read(posted.get, number) if number is not None else None
    if number is not None and (of is None or not _changeable(of, submit.user)):
        return Stay(views.gone(submit.t))
    draft = _draft(submit.form, of)
    stands = of is not None and of.status is AnnouncementStatus.POSTED
    place = None if stands else await deps.slack.place(draft.channel)
    errors = await _errors(deps, submit, draft, place)
    if errors:
        return Errors(errors)
    into, now = meant(submit.metadata, "draft"), deps.clock.now()
    kept = await deps.db.write(drafts.keep, submit.user, draft, number, into, submit.key, now)
    if not isinstance(kept, int):
        return Stay(replies.not_announced(kept, submit.t))
    shown = _Shown(kept, number, draft.planned_at is None, meant(submit.metadata, "was"))
    return await _look(deps, submit, shown, known=stands or place is not None)


async def _errors(deps: Deps, submit: Submit, draft: Draft, place: Place | None) -> dict[str, str]:
    """What has to be mended, at its field."""
    about = await deps.db.read(events.get, draft.event) if draft.event is not None else None
    found = faults(draft, deps.clock.now(), about.ends_at if about else None)
    errors = {one.field: forms.fault(one, submit.t) for one in found}
    if submit.form.choice("when") == forms.LATER and draft.planned_at is None:
        errors["moment"] = forms.moment_missing(submit.t)
    if place is not None and not place.takes_posts:
        errors["channel"] = forms.no_place(place.is_archived, submit.t)
    return errors


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which draft is looked at, and what of: as it `was` when the form was opened."""

    draft: int
    of: int | None
    at_once: bool
    was: int | None


async def _look(
    deps: Deps, submit: Submit, shown: _Shown, *, known: bool = True, news: str | None = None
) -> Result:
    now = deps.clock.now()
    found = await deps.db.read(drafts.preview, submit.user, shown.draft, shown.of, now)
    if isinstance(found, drafts.Gone):
        return Stay(views.gone(submit.t))
    was = drafts.said_by(found.of, at_once=False).imprint if found.of else None
    look = Look(
        found.draft,
        found.post,
        found.remarks,
        found.of,
        at_once=shown.at_once,
        seen=drafts.said_by(found.draft, at_once=shown.at_once).imprint,
        was=was,
        news=news or ("overtaken" if was != shown.was else None),
        place_known=known,
        channel_texts=texts(deps.settings.language),
    )
    shown_now = forms.preview(look, submit.t)
    return Show(shown_now) if found.draft.picture is None else await _tried(deps, submit, shown_now)


async def _tried(deps: Deps, submit: Submit, preview: Modal) -> Result:
    """The preview, if Slack can load its picture; else that is said where it can be mended.

    Slack refuses an ack with such a picture without telling us. So the preview is shown before the
    ack, by a call that has an outcome; the ack then shows it once more.
    """
    if await deps.slack.views.update(submit.view, preview) != Refused(PICTURE_NOT_LOADED):
        return Show(preview)
    why = forms.picture_not_loaded(submit.t)
    if submit.form.block_id("picture") is not None:
        return Errors({"picture": why})
    return Show(forms.preview_failed(simple(escape(why)), submit.metadata, submit.t))


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
    refusal = await people.not_organizing(deps, submit.user, submit.t)
    if refusal is not None:
        return Stay(refusal)
    marks = submit.metadata
    draft, of, was = meant(marks, "draft") or 0, meant(marks, "of"), meant(marks, "was")
    at_once, seen = bool(meant(marks, "at_once")), publishing.Seen(meant(marks, "seen"), was)
    now, user = deps.clock.now(), submit.user
    outcome = await deps.db.write(
        publishing.publish, user, draft, of, seen, submit.key, now, at_once=at_once
    )
    deps.wake()
    if isinstance(outcome, publishing.Rewritten | publishing.Overtaken):
        news = "rewritten" if isinstance(outcome, publishing.Rewritten) else None
        return await _look(deps, submit, _Shown(draft, of, at_once, was), news=news)
    return _told(outcome, submit)


def _told(outcome: publishing.Told, submit: Submit) -> Result:
    """What is shown in place of the preview; what was not sent off can be gone back to."""
    if isinstance(outcome, announcements.Repeated):
        return Close()
    said = replies.draft_outcome(outcome, submit.t)
    if isinstance(outcome, publishing.Posted | publishing.Planned | publishing.Corrected):
        return Show(notice(said, submit.t))
    return Show(forms.preview_failed(said, submit.metadata, submit.t))


async def back(deps: Deps, user: str, t: Texts, value: str) -> Message | Modal:
    """From the preview back to the form, with all that was written."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    draft, of = meant(value, "draft") or 0, meant(value, "of")
    found = await deps.db.read(drafts.preview, user, draft, of, deps.clock.now())
    if isinstance(found, drafts.Gone):
        return views.gone(t)
    said = drafts.said_by(found.draft, at_once=bool(meant(value, "at_once")))
    was = meant(value, "was")
    return await _form(deps, Written(said, found.of, found.draft.id, was, filled_in=1), t)


def meant(metadata: str, name: str) -> int | None:
    """A number in what the bot put into a view; it comes from outside and may be anything."""
    try:
        found = json.loads(metadata)
    except ValueError:
        return None
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, int) and abs(value) < 2**31 else None
