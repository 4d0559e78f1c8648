"""Who wants to be forgotten is: all of it at once, and nothing comes back."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.announcements import AnnouncementStatus, Draft, RsvpMessage
from bot.domain.deliveries import ORGANIZERS, Delivery, Kind, State
from bot.domain.delivery_outcomes import PutBack, Sent, Withdrawn
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import EventNumber
from bot.domain.knowledge import Publication
from bot.domain.personal_data import SOMEBODY, names
from bot.domain.rsvps import Answer, Counts, Reaction, Via
from bot.domain.wishes import Wish
from bot.jobs.kinds import questions
from bot.services import claims, deliveries, files, forgetting, members, reconciliation
from bot.services.rsvp_reactions import ReactionSeen, react
from bot.services.rsvps import answer
from bot.services.search import asking
from storage import announcements, audit, events, knowledge_items, rsvp_messages, rsvps, tables
from storage import handled_events as handled
from tests.builders import ELEVEN, NOON, an_event, an_item
from tests.records import whole

U = "U0FORGET"
PAST = EventNumber(10)
HOUR = timedelta(hours=1)
AN_HOUR_AGO = NOON - HOUR


def everything(connection: sa.Connection, user: str = U) -> None:
    """All that can be kept of somebody, and of others with them."""
    events.save(connection, an_event(capacity=1), AN_HOUR_AGO)
    over = an_event(PAST, starts_at=NOON - 48 * HOUR, ends_at=NOON - 45 * HOUR)
    events.save(connection, over, NOON - 99 * HOUR)
    rsvp_messages.add(connection, RsvpMessage("C1", "1.1", ELEVEN))
    for number, who in ((ELEVEN, user), (ELEVEN, "U2"), (PAST, user)):
        then = NOON - 50 * HOUR
        answer(
            connection,
            who,
            Answer.YES,
            number,
            Via.BUTTON,
            f"key {number} {who == user}",
            then,
            then,
        )
    seen = ReactionSeen("C1", "1.1", user, Reaction(Answer.YES, AN_HOUR_AGO, AN_HOUR_AGO))
    react(connection, seen, AN_HOUR_AGO)
    members.set_language(connection, user, "en", "language", AN_HOUR_AGO)
    handled.is_new(connection, f"asked:{user}:1", AN_HOUR_AGO)
    audit.add(connection, AN_HOUR_AGO, user, "announce", "event 11")
    audit.add(connection, AN_HOUR_AGO, "U2", "organizers add", user)
    for status in (Publication.PROPOSED, Publication.REJECTED, Publication.PUBLISHED):
        item = an_item(title=f"a {status} item", url=f"https://example.org/{status}", status=status)
        knowledge_items.add(connection, item, user, AN_HOUR_AGO)
    draft = Draft("Kommt!", "C1", ELEVEN)
    for standing in (AnnouncementStatus.DRAFT, AnnouncementStatus.POSTED):
        announcements.add(connection, user, draft, standing, AN_HOUR_AGO)
    deliveries.add(connection, Kind.PROBLEMS, user, {}, NOON + HOUR, "waits")
    deliveries.add(
        connection, Kind.ANSWERED, "U2", {"event": ELEVEN, "by": user}, NOON + HOUR, "by"
    )
    question = {"asker": user, "words": "Wer kennt ein Labor in Soest?"}
    deliveries.add(connection, Kind.ASKED, ORGANIZERS, question, NOON + HOUR, "asked")  # type: ignore[arg-type]
    deliveries.add(connection, Kind.FILE, user, {"file": "F1"}, NOON + 24 * HOUR, "file:F1")


def sent(
    connection: sa.Connection, target: str, payload: dict[str, str], key: str, ts: str
) -> None:
    deliveries.add(connection, Kind.QUESTION, target, payload, AN_HOUR_AGO, key)  # type: ignore[arg-type]
    while delivery := claims.claim(connection, NOON):
        channel = "D1" if delivery.target == U else "D2"
        claims.settle(connection, delivery, Sent(channel, ts), NOON)
        if delivery.payload == payload:
            return


def waiting(connection: sa.Connection, kind: Kind) -> list[tuple[str, dict[str, object]]]:
    row = tables.deliveries.c
    found = sa.select(row.target, row.payload).where(row.kind == kind.value).order_by(row.id)
    return [(target, payload) for target, payload in connection.execute(found)]


def test_nothing_of_who_is_forgotten_is_left_in_any_table(connection: sa.Connection) -> None:
    everything(connection)
    sent(connection, U, {"asker": "U3", "words": "?"}, "letter", "2.2")
    assert names(whole(connection), U)
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    left = whole(connection)
    assert U not in left
    assert "Wer kennt ein Labor in Soest?" not in left
    assert "a proposed item" not in left
    assert "a rejected item" not in left
    assert "a published item" in left


def test_their_place_goes_to_who_waits_and_counts_follow(connection: sa.Connection) -> None:
    everything(connection)
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=1)
    assert [target for target, _ in waiting(connection, Kind.PLACE)] == ["U2"]
    assert rsvps.counts(connection, PAST) == Counts()


def test_what_they_did_for_others_stays_without_their_name(connection: sa.Connection) -> None:
    everything(connection)
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    assert waiting(connection, Kind.ANSWERED) == [("U2", {"event": 11, "by": SOMEBODY})]
    assert [(who, what) for _, who, what, _ in audit.entries(connection)] == [
        (SOMEBODY, "announce"),
        ("U2", "organizers add"),
    ]
    (kept,) = connection.execute(sa.select(tables.announcements.c.author)).scalars()
    assert kept == SOMEBODY


def test_what_was_written_to_them_and_of_them_is_deleted_in_slack(
    connection: sa.Connection,
) -> None:
    everything(connection)
    sent(connection, U, {"asker": "U3", "words": "?"}, "letter", "2.2")
    sent(connection, "U9", {"asker": U, "words": "Wer hilft?"}, "question", "3.3")
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    assert [target for target, _ in waiting(connection, Kind.ERASURE)] == ["D1"]
    assert ("D2", {"ts": "3.3"}) in waiting(connection, Kind.REMOVAL)
    assert (SOMEBODY, {"file": "F1"}) in waiting(connection, Kind.FILE)


def test_what_others_wrote_for_all_stays_and_mentions_them_no_more(
    connection: sa.Connection,
) -> None:
    draft = Draft(f"Dank an <@{U}|anna> und <@U2>!", "C1", None)
    announcements.add(connection, "U2", draft, AnnouncementStatus.PLANNED, AN_HOUR_AGO)
    cancelled = {"event": 11, "reason": f"<@{U}> ist krank"}
    deliveries.add(connection, Kind.CHANGE, "event 11", cancelled, NOON, "change:11")  # type: ignore[arg-type]
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    assert U not in whole(connection)
    (kept,) = connection.execute(sa.select(tables.announcements.c.text)).scalars()
    assert kept == "Dank an … und <@U2>!"
    assert waiting(connection, Kind.CHANGE) == [
        ("event 11", {"event": 11, "reason": "… ist krank"})
    ]


def claimed(connection: sa.Connection, kind: Kind, target: str, payload: Payload) -> Delivery:
    deliveries.add(connection, kind, target, payload, NOON, f"a {kind}")
    delivery = claims.claim(connection, NOON + timedelta(seconds=1))
    assert delivery is not None
    assert delivery.kind is kind
    return delivery


def test_a_question_that_was_just_being_sent_is_taken_away_when_it_has_arrived(
    connection: sa.Connection,
) -> None:
    asked: Payload = {"asker": U, "words": "Wer hilft?"}
    delivery = claimed(connection, Kind.QUESTION, "U9", asked)
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    assert "Wer hilft?" not in whole(connection)
    claims.settle(connection, delivery, Sent("D9", "4.4"), NOON)
    assert waiting(connection, Kind.REMOVAL) == [("D9", {"ts": "4.4"})]


def test_a_question_of_which_nobody_knows_whether_it_was_sent_is_not_sent_again(
    connection: sa.Connection,
) -> None:
    asked: Payload = {"asker": U, "words": "Wer hilft?"}
    delivery = claimed(connection, Kind.QUESTION, "U9", asked)
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    assert claims.settle(connection, delivery, PutBack(HOUR, "held up"), NOON) is State.PENDING
    again = claims.claim(connection, NOON + HOUR)
    assert again is not None
    assert isinstance(questions.question(connection, again, NOON), Withdrawn)


def test_a_question_reaches_nobody_once_who_asked_is_forgotten(connection: sa.Connection) -> None:
    asking.ask(connection, U, "Wer hilft?", "key", NOON)
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    # as it was read before
    asking.tell_each(connection, ["U9"], NOON, U, "Wer hilft?", "key")
    assert U not in whole(connection)
    assert waiting(connection, Kind.QUESTION) == []


def test_letters_that_were_just_being_sent_are_deleted_when_they_have_arrived(
    connection: sa.Connection,
) -> None:
    sent(connection, U, {"asker": "U3", "words": "?"}, "letter", "2.2")
    delivery = claimed(connection, Kind.PROBLEMS, U, {})
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    assert claims.settle(connection, delivery, Sent("D1", "5.5"), NOON) is None
    meant = {"until": NOON.isoformat(), "send_ids": delivery.send_id}
    assert waiting(connection, Kind.ERASURE) == [("D1", meant)] * 2


def test_a_file_that_was_just_being_deleted_is_deleted_all_the_same(
    connection: sa.Connection,
) -> None:
    """The process that does it may die: then another one does."""
    delivery = claimed(connection, Kind.FILE, U, {"file": "F1"})
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    again = claims.claim(connection, delivery.claimed_until)
    assert again is not None
    assert (again.target, again.payload) == (SOMEBODY, {"file": "F1"})


def test_a_file_that_was_just_being_made_is_deleted_at_once_and_not_sent(
    connection: sa.Connection,
) -> None:
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    assert not files.forget_later(connection, U, "F1", NOON, NOON + HOUR)
    files.apologize(connection, U, "key", NOON, NOON + HOUR)
    assert U not in whole(connection)
    assert waiting(connection, Kind.FILE) == [(SOMEBODY, {"file": "F1"})]
    anew = NOON + timedelta(seconds=1)
    assert files.forget_later(connection, U, "F2", anew, NOON + HOUR)


def test_the_same_again_changes_nothing_more(connection: sa.Connection) -> None:
    everything(connection)
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    before = whole(connection)
    forgetting.forget(connection, U, None, NOON)
    assert whole(connection) == before


def shown_in_slack(connection: sa.Connection, minutes: int) -> None:
    at = NOON + timedelta(minutes=minutes)
    before = reconciliation.mirror(connection, "C1", "1.1")
    there = {Answer.YES: frozenset({U})}
    assert reconciliation.reconcile(connection, "C1", "1.1", before, there, at, at)


def test_neither_a_late_reaction_nor_what_slack_still_shows_brings_them_back(
    connection: sa.Connection,
) -> None:
    everything(connection)
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    late = ReactionSeen("C1", "1.1", U, Reaction(Answer.NO, AN_HOUR_AGO, AN_HOUR_AGO))
    react(connection, late, NOON + HOUR)
    shown_in_slack(connection, 5)
    members.learn_language(connection, U, "de", NOON + HOUR)
    assert U not in whole(connection)


def test_what_they_do_anew_counts_and_only_that(connection: sa.Connection) -> None:
    everything(connection)
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    later = NOON + timedelta(minutes=1)
    anew = ReactionSeen("C1", "1.1", U, Reaction(Answer.MAYBE, later, later))
    react(connection, anew, later)
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=1, maybe=1)
    there = {Answer.YES: frozenset({U}), Answer.MAYBE: frozenset({U})}
    before = reconciliation.mirror(connection, "C1", "1.1")
    at = NOON + HOUR
    assert reconciliation.reconcile(connection, "C1", "1.1", before, there, at, at)
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=1, maybe=1)


def test_a_message_of_after_the_wish_is_compared_as_ever(connection: sa.Connection) -> None:
    everything(connection)
    forgetting.forget(connection, U, Wish.of(U, NOON), NOON)
    ts = f"{(NOON + HOUR).timestamp():.6f}"
    rsvp_messages.add(connection, RsvpMessage("C1", ts, ELEVEN))
    before = reconciliation.mirror(connection, "C1", ts)
    at, there = NOON + 2 * HOUR, {Answer.MAYBE: frozenset({U})}
    assert reconciliation.reconcile(connection, "C1", ts, before, there, at, at)
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=1, maybe=1)


def test_a_restored_database_forgets_who_is_only_named_in_it(connection: sa.Connection) -> None:
    audit.add(connection, AN_HOUR_AGO, "U2", "organizers add", U)
    draft = Draft(f"Dank an <@{U}|anna>!", "C1", None)
    announcements.add(connection, "U2", draft, AnnouncementStatus.POSTED, AN_HOUR_AGO)
    assert forgetting.honour(connection, [Wish.of(U, NOON)], NOON + HOUR)
    assert U not in whole(connection)


def test_a_restored_database_forgets_again(connection: sa.Connection) -> None:
    everything(connection)
    wish = Wish.of(U, NOON)
    assert forgetting.honour(connection, [wish, Wish.of("U0UNKNOWN", NOON)], NOON + HOUR)
    assert U not in whole(connection)
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=1)
    assert not forgetting.honour(connection, [wish], NOON + HOUR)
