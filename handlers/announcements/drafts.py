"""The form behind /labcamp announce: written, looked at, and sent off."""

from dataclasses import replace

from bot.deps import Deps
from bot.domain.announcements import (
    Announcement,
    AnnouncementStatus,
    Draft,
    Picture,
    faults,
    with_hashtags,
)
from bot.domain.channels import Place
from bot.domain.commands import Announce
from bot.domain.delivery_outcomes import PICTURE_NOT_LOADED, Refused
from bot.domain.form_states import AnnouncementForm
from bot.domain.ids import AnnouncementId, EventNumber
from bot.domain.markup import escape
from bot.domain.replies import NoSuchEvent, Repeated, Reply
from bot.domain.rich_text import to_mrkdwn
from bot.locales import Texts, texts
from bot.services import (
    announcement_drafts,
    announcement_list,
    announcement_sending,
    announcements,
    events,
)
from bot.views import announcement_forms
from bot.views import announcements as views
from bot.views.announcement_forms import Look, Written
from bot.views.message import Message, simple
from bot.views.modals import Modal, notice
from handlers.acts import Act
from handlers.answers import Answer, Errors, shown
from handlers.forms import Form


async def announce(deps: Deps, act: Act[Announce]) -> Answer:
    """Post a text and an event at once; without a text the form for an announcement."""
    number, text = act.what.number, act.what.text
    if number is not None and text is not None:
        return await _at_once(deps, act, number, text)
    for begun in await deps.db.read(announcement_drafts.unfinished, act.user):
        if number in (None, begun.event):
            return await _form(deps, act, replace(_written(begun), leads_to_the_list=True))
    coming = await deps.db.read(events.open_events, act.now)
    if number is None and coming:
        number = coming[0].number
    if number is not None and number not in [event.number for event in coming]:
        return NoSuchEvent(number)
    draft = Draft("", deps.settings.channel or "", number)
    return await _form(deps, act, Written(draft, leads_to_the_list=True))


async def _at_once(deps: Deps, act: Act[Announce], number: EventNumber, text: str) -> Answer:
    channel = deps.settings.channel
    if channel is None:
        return Reply.NO_CHANNEL
    place = await deps.slack.channels.place(channel)
    outcome = await deps.db.write(
        announcements.announce, act.user, number, text, channel, act.key, act.now, place=place
    )
    deps.wake()
    match outcome:
        case announcements.Announced(event, channel):
            return views.on_its_way(event, channel, act.t)
        case announcements.Faulty(draft, found):
            return views.faulty(draft, found, act.t)
        case announcements.NotAnnounced(event, why):
            return views.not_open(event, why, act.t)
        case _:
            return outcome


async def change(deps: Deps, act: Act[AnnouncementId]) -> Answer:
    """The form with a draft, or with an announcement that is planned or posted."""
    found = await deps.db.read(announcement_list.get, act.what)
    if found is None or not _changeable(found, act.user):
        return Reply.ANNOUNCEMENT_GONE
    return await _form(deps, act, _written(found))


def _written(found: Announcement) -> Written:
    """A draft to be written on, or something planned or posted to be written anew."""
    said = announcement_drafts.said_by(found, at_once=False)
    if found.status is AnnouncementStatus.DRAFT:
        return Written(said, kept=found.id)
    return Written(said, found, was=said.imprint)


def _changeable(found: Announcement, user: str) -> bool:
    if found.status is AnnouncementStatus.DRAFT:
        return found.author == user
    return found.status in announcement_sending.CHANGEABLE


async def _form(deps: Deps, act: Act[object], shown: Written) -> Modal:
    """The form, filled in; a time that has passed is not planned any more.

    A channel may have been named, as LABCAMP_CHANNEL may; Slack's menu wants its id.
    """
    coming = await deps.db.read(events.open_events, act.now)
    draft = shown.draft
    if draft.planned_at and draft.planned_at <= act.now and not shown.corrects:
        draft = replace(draft, planned_at=None)
    channel = draft.channel and await deps.slack.channels.known_id(draft.channel)
    draft = replace(draft, channel=channel or "")
    return announcement_forms.announce(replace(shown, draft=draft), coming, act.t)


async def write(deps: Deps, act: Act[AnnouncementForm]) -> Answer:
    """Keep what was written of an announcement, and show what will come of it."""
    number = act.what.of
    of = await deps.db.read(announcement_list.get, number) if number is not None else None
    if number is not None and (of is None or not _changeable(of, act.user)):
        return Reply.ANNOUNCEMENT_GONE
    draft = _draft(act.form, of)
    stands = of is not None and of.status is AnnouncementStatus.POSTED
    place = None if stands else await deps.slack.channels.place(draft.channel)
    errors = await _errors(deps, act, draft, place)
    if errors:
        return Errors(errors)
    kept = await deps.db.write(
        announcement_drafts.keep, act.user, draft, number, act.what.draft, act.key, act.now
    )
    match kept:
        case announcements.NotAnnounced(event, why):
            return views.not_open(event, why, act.t)
        case NoSuchEvent():
            return kept
    opened = replace(act.what, draft=kept, at_once=draft.planned_at is None)
    return await _look(deps, act, opened, known=stands or place is not None)


async def _errors(
    deps: Deps, act: Act[AnnouncementForm], draft: Draft, place: Place | None
) -> dict[str, str]:
    """What has to be mended, at its field."""
    about = await deps.db.read(events.get, draft.event) if draft.event is not None else None
    found = faults(draft, act.now, about.ends_at if about else None, place)
    errors = {one.field: views.fault(one, draft, act.t) for one in found}
    if act.form.choice("when") == announcement_forms.LATER and draft.planned_at is None:
        errors["moment"] = announcement_forms.moment_missing(act.t)
    return errors


async def _look(
    deps: Deps,
    act: Act[AnnouncementForm],
    opened: AnnouncementForm,
    *,
    known: bool = True,
    news: str | None = None,
) -> Answer:
    """What a draft, `opened` with its form, will look like; `news` has changed since."""
    found = await deps.db.read(
        announcement_drafts.preview, act.user, opened.draft, opened.of, act.now
    )
    if isinstance(found, Reply):
        return found
    was = announcement_drafts.said_by(found.of, at_once=False).imprint if found.of else None
    look = Look(
        found.draft,
        found.post,
        found.remarks,
        found.of,
        at_once=opened.at_once,
        seen=announcement_drafts.said_by(found.draft, at_once=opened.at_once).imprint,
        was=was,
        news=news or ("overtaken" if was != opened.was else None),
        place_known=known,
        channel_texts=texts(deps.settings.language),
    )
    preview = announcement_forms.preview(look, act.t)
    return preview if found.draft.picture is None else await _tried(deps, act, preview)


async def _tried(deps: Deps, act: Act[AnnouncementForm], preview: Modal) -> Answer:
    """The preview, if Slack can load its picture; else that is said where it can be mended.

    Slack refuses an ack with such a picture without telling us. So the preview is shown before the
    ack, by a call that has an outcome; the ack then shows it once more.
    """
    if await deps.slack.views.update(act.form.id, preview) != Refused(PICTURE_NOT_LOADED):
        return preview
    why = announcement_forms.picture_not_loaded(act.t)
    if act.form.block_id("picture") is not None:
        return Errors({"picture": why})
    return announcement_forms.preview_failed(simple(escape(why)), act.form.metadata, act.t)


def _draft(fields: Form, of: Announcement | None) -> Draft:
    """What the form says; what a posted announcement can't change any more stays as it is."""
    text = with_hashtags(to_mrkdwn(fields.rich_text("text")), fields.ticked("hashtags"))
    url, alt = fields.text("picture"), fields.text("alt")
    picture = Picture(url, alt) if url else None
    if of is not None and of.status is AnnouncementStatus.POSTED:
        return Draft(text, of.channel, of.event, picture)
    later = fields.choice("when") == announcement_forms.LATER
    planned_at = fields.moment("moment") if later else None
    channel = fields.choice("channel") or ""
    return Draft(text, channel, fields.number("event"), picture, planned_at)


async def confirm(deps: Deps, act: Act[AnnouncementForm]) -> Answer:
    """Send off the announcement that was looked at, where its channel takes it now."""
    looked = act.what
    channel = await deps.db.read(announcement_sending.channel_of, act.user, looked.draft, looked.of)
    outcome = await deps.db.write(
        announcement_sending.publish,
        act.user,
        looked.draft,
        looked.of,
        announcement_sending.Seen(looked.seen, looked.was),
        act.key,
        act.now,
        at_once=looked.at_once,
        place=await deps.slack.channels.place(channel) if channel is not None else None,
    )
    deps.wake()
    match outcome:
        case announcement_sending.Rewritten():
            return await _look(deps, act, looked, news="rewritten")
        case announcement_sending.OriginalChanged():
            return await _look(deps, act, looked)
        case Repeated():
            return outcome
        case announcement_sending.SentOff(said, how):
            return notice(views.sent_off(said, how, act.t), act.t)
    why_not = _why_not(outcome, act.t)
    return announcement_forms.preview_failed(why_not, act.form.metadata, act.t)


def _why_not(outcome: announcement_sending.NotSentOff, t: Texts) -> Message:
    """What was not sent off can be gone back to, with this above it."""
    if isinstance(outcome, announcements.NotAnnounced):
        return views.not_open(outcome.event, outcome.closed, t)
    if isinstance(outcome, announcements.Faulty):
        return views.faulty(outcome.draft, outcome.faults, t)
    said = shown(outcome, t)
    assert isinstance(said, Message)
    return said


async def back(deps: Deps, act: Act[AnnouncementForm]) -> Answer:
    """From the preview of an announcement back to its form."""
    looked = act.what
    found = await deps.db.read(
        announcement_drafts.preview, act.user, looked.draft, looked.of, act.now
    )
    if isinstance(found, Reply):
        return found
    said = announcement_drafts.said_by(found.draft, at_once=looked.at_once)
    return await _form(deps, act, Written(said, found.of, found.draft.id, looked.was, filled_in=1))
