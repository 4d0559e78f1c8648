"""Drafts of announcements: kept, looked at, and planned."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.announcements import Draft
from bot.domain.ids import AnnouncementId
from bot.services import announcement_drafts, announcement_sending
from storage import announcements
from tests.builders import NOON

LATER = NOON + timedelta(hours=1)
SAID = Draft("Alt", "C0LABCAMP", planned_at=LATER)


def seen(
    connection: sa.Connection, number: AnnouncementId, of: AnnouncementId | None = None
) -> announcement_sending.Seen:
    """What was looked at before it is sent off: a draft, and what it replaces."""

    def imprint(each: AnnouncementId) -> int:
        found = announcements.get(connection, each)
        assert found is not None
        return announcement_drafts.said_by(found, at_once=False).imprint

    return announcement_sending.Seen(imprint(number), imprint(of) if of else None)


def kept(
    connection: sa.Connection, author: str, said: Draft, of: AnnouncementId | None = None
) -> AnnouncementId:
    """The number of a draft that somebody wrote."""
    found = announcement_drafts.keep(
        connection, author, said, of, None, f"form {author} {of}", NOON
    )
    assert isinstance(found, int)
    return found


def is_planned(outcome: object) -> bool:
    """Whether it was sent off, to be posted later."""
    return (
        isinstance(outcome, announcement_sending.SentOff)
        and outcome.how is announcement_sending.Dispatch.PLANNED
    )


def planned(connection: sa.Connection) -> AnnouncementId:
    """The number of an announcement that is planned for LATER."""
    number = kept(connection, "U1", SAID)
    mark = seen(connection, number)
    done = announcement_sending.publish(
        connection, "U1", number, None, mark, "p", NOON, at_once=False
    )
    assert is_planned(done)
    return number
