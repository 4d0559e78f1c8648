"""Several people at one announcement in the same instant: one of them wins, and all is whole."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.announcements import AnnouncementStatus, Draft
from bot.domain.deliveries import State
from bot.domain.delivery_outcomes import Sent
from bot.domain.ids import AnnouncementId
from bot.domain.replies import Repeated, Reply
from bot.jobs.kinds import announcements as contents
from bot.services import announcement_list, announcement_sending, claims
from storage import announcement_posts, announcements, audit
from storage.database import Database
from tests.builders import NOON
from tests.drafts import LATER, SAID, is_planned, kept, planned, seen
from tests.races import at_once

NEW = Draft("Neu", "C0LABCAMP", planned_at=LATER + timedelta(hours=1))


def changing(db: Database, author: str, number: AnnouncementId, text: str) -> Callable[..., object]:
    said = Draft(text, "C0LABCAMP", planned_at=NEW.planned_at)
    with db.transaction() as connection:
        draft = kept(connection, author, said, number)
        mark = seen(connection, draft, number)
    return lambda connection: announcement_sending.publish(
        connection, author, draft, number, mark, f"c{author}", NOON, at_once=False
    )


@pytest.mark.parametrize("_", range(5))
def test_of_two_changes_at_once_the_second_is_told_of_the_first(db: Database, _: int) -> None:
    with db.transaction() as connection:
        number = planned(connection)
    acts = [changing(db, author, number, f"von {author}") for author in ("U1", "U2")]
    outcomes = at_once(db, *acts)
    assert sorted(map(is_planned, outcomes)) == [False, True]
    assert announcement_sending.OriginalChanged() in outcomes
    winner = ("U1", "U2")[is_planned(outcomes[1])]
    with db.transaction() as connection:
        stands = announcements.get(connection, number)
        assert stands is not None
        assert stands.text == f"von {winner}"
        assert [e[1:3] for e in audit.entries(connection)][1:] == [(winner, "change announcement")]


@pytest.mark.parametrize("_", range(5))
def test_a_change_and_a_withdrawal_at_once_leave_it_withdrawn(db: Database, _: int) -> None:
    with db.transaction() as connection:
        number = planned(connection)
    outcomes = at_once(
        db,
        changing(db, "U1", number, "Neu"),
        lambda connection: announcement_list.take_back(connection, "U2", number, NOON),
    )
    assert is_planned(outcomes[0]) or outcomes[0] is Reply.ANNOUNCEMENT_GONE
    assert outcomes[1] is Reply.WITHDRAWN
    assert status(db, number) is AnnouncementStatus.WITHDRAWN


@pytest.mark.parametrize("_", range(5))
def test_what_is_being_posted_is_neither_changed_nor_withdrawn(db: Database, _: int) -> None:
    with db.transaction() as connection:
        number = planned(connection)
    claimed, changed, withdrawn = at_once(
        db,
        lambda connection: claims.claim(connection, LATER),
        changing(db, "U1", number, "Neu"),
        lambda connection: announcement_list.take_back(connection, "U2", number, NOON),
    )
    if claimed is None:  # it was held by one of the others, or moved, or withdrawn
        assert withdrawn is Reply.WITHDRAWN
        return
    with db.transaction() as connection:
        unwanted = contents.announcement(connection, claimed, LATER)  # type: ignore[arg-type]
        settled = Sent("C0LABCAMP", "1.2")
        if withdrawn is Reply.WITHDRAWN:
            assert "withdrew" in str(unwanted)
            return
        assert withdrawn is Reply.BEING_POSTED
        assert changed is Reply.BEING_POSTED or is_planned(changed)
        claims.settle(connection, claimed, settled, LATER)  # type: ignore[arg-type]
        post = announcement_posts.get(connection, number)
        assert post is not None
        assert post.state is State.SENT
    assert status(db, number) is AnnouncementStatus.POSTED


@pytest.mark.parametrize("of_another", [True, False])
def test_a_click_that_comes_twice_at_once_counts_once(db: Database, of_another: bool) -> None:
    with db.transaction() as connection:
        of = planned(connection) if of_another else None
        draft = kept(connection, "U1", NEW, of)
        mark = seen(connection, draft, of)

    def click(connection: sa.Connection) -> object:
        return announcement_sending.publish(
            connection, "U1", draft, of, mark, "k", NOON, at_once=False
        )

    outcomes = at_once(db, click, click)
    assert Repeated() in outcomes
    assert any(is_planned(one) for one in outcomes)


def test_a_form_that_is_sent_twice_at_once_is_kept_once(db: Database) -> None:
    def keep(connection: sa.Connection) -> object:
        return kept(connection, "U1", SAID)

    first, second = at_once(db, keep, keep)
    assert first == second


def status(db: Database, number: AnnouncementId) -> AnnouncementStatus:
    with db.transaction() as connection:
        found = announcements.get(connection, number)
    assert found is not None
    return found.status


def test_of_a_hundred_planned_ones_the_next_are_shown_first(connection: sa.Connection) -> None:
    for hours in reversed(range(100)):
        said = Draft(f"{hours}", "C0LABCAMP", planned_at=NOON + timedelta(hours=hours))
        announcements.add(connection, "U1", said, AnnouncementStatus.PLANNED, NOON)
    announcements.add(connection, "U1", SAID, AnnouncementStatus.POSTED, NOON)
    coming = announcement_list.planned(connection, 3)
    assert [each.announcement.text for each in coming] == ["0", "1", "2"]
    listed = [each.announcement.text for each in announcement_list.listing(connection, "U1", NOON)]
    assert listed[:2] == ["0", "1"]
    assert listed[-1] == "Alt"
