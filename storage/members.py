"""Members: their language, their wish for reminders, and their role."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from bot.domain.members import Member
from storage.chunks import chunks
from storage.prepared import Prepared
from storage.tables import members
from storage.upsert import insert

_SELECT = sa.select(
    members.c.user, members.c.language, members.c.reminders, members.c.organizer, members.c.told
)
_GET = Prepared(_SELECT.where(members.c.user == sa.bindparam("user")))
_ORGANIZERS = (
    sa.select(members.c.user).where(members.c.organizer.is_(True)).order_by(members.c.user)
)
_UNREMINDED = sa.select(members.c.user).where(
    members.c.reminders.is_(False), members.c.user.in_(sa.bindparam("users", expanding=True))
)
_ORGANIZERS_LOCKED = _ORGANIZERS.with_for_update()
_NEW = insert(members).values(
    user=sa.bindparam("user"), reminders=True, organizer=False, since=sa.bindparam("since")
)
_WITH_ROLE = _NEW.values(organizer=sa.bindparam("organizer"))
_SET_ORGANIZER = _WITH_ROLE.on_conflict_do_update(
    index_elements=["user"], set_={"organizer": _WITH_ROLE.excluded.organizer}
)
_WITH_LANGUAGE = _NEW.values(language=sa.bindparam("language"))
_SET_LANGUAGE = _WITH_LANGUAGE.values(chose=True).on_conflict_do_update(
    index_elements=["user"], set_={"language": _WITH_LANGUAGE.excluded.language, "chose": True}
)
_LEARN_LANGUAGE = _WITH_LANGUAGE.on_conflict_do_update(
    index_elements=["user"],
    set_={"language": sa.func.coalesce(members.c.language, _WITH_LANGUAGE.excluded.language)},
)
_WITH_REMINDERS = _NEW.values(reminders=sa.bindparam("reminders"), asked=True, chose=True)
_SET_REMINDERS = _WITH_REMINDERS.on_conflict_do_update(
    index_elements=["user"],
    set_={"reminders": _WITH_REMINDERS.excluded.reminders, "asked": True, "chose": True},
)
_ASKED = Prepared(sa.select(members.c.asked).where(members.c.user == sa.bindparam("user")))
_SET_ASKED = _NEW.values(asked=True).on_conflict_do_update(
    index_elements=["user"], set_={"asked": True}
)
_TOLD = Prepared(sa.select(members.c.told).where(members.c.user == sa.bindparam("user")))
_SET_TOLD = _NEW.values(told=True).on_conflict_do_update(
    index_elements=["user"], set_={"told": True}
)
_WELCOME = (
    _NEW.values(welcomed=True)
    .on_conflict_do_update(
        index_elements=["user"], set_={"welcomed": True}, where=members.c.welcomed.is_(False)
    )
    .returning(members.c.user)
)


def get(connection: sa.Connection, user: str) -> Member | None:
    """What is kept of this user, or None."""
    rows = _GET.rows(connection, {"user": user})
    return Member(*rows[0]) if rows else None


def unreminded(connection: sa.Connection, users: Collection[str]) -> set[str]:
    """Those of these users who want no reminders."""
    found: set[str] = set()
    for some in chunks(users):
        found.update(connection.execute(_UNREMINDED, {"users": some}).scalars())
    return found


def organizers(connection: sa.Connection) -> list[str]:
    """The users whom an organizer made organizers."""
    return list(connection.execute(_ORGANIZERS).scalars())


def organizers_locked(connection: sa.Connection) -> list[str]:
    """As `organizers`; nobody else removes one of them until this transaction ends."""
    return list(connection.execute(_ORGANIZERS_LOCKED).scalars())


def set_organizer(connection: sa.Connection, user: str, now: datetime, *, organizer: bool) -> None:
    """Keep whether another organizer made the member one."""
    connection.execute(_SET_ORGANIZER, {"user": user, "organizer": organizer, "since": now})


def set_language(connection: sa.Connection, user: str, language: str, now: datetime) -> None:
    """Keep the language (`de` or `en`) that the member chose."""
    connection.execute(_SET_LANGUAGE, {"user": user, "language": language, "since": now})


def learn_language(connection: sa.Connection, user: str, language: str, now: datetime) -> None:
    """Keep a language for a member who has none yet."""
    connection.execute(_LEARN_LANGUAGE, {"user": user, "language": language, "since": now})


def set_reminders(connection: sa.Connection, user: str, now: datetime, *, on: bool) -> None:
    """Keep whether the member is reminded by direct message."""
    connection.execute(_SET_REMINDERS, {"user": user, "reminders": on, "since": now})


def welcome(connection: sa.Connection, user: str, now: datetime) -> bool:
    """Keep that the member has been welcomed; whether they had not been before."""
    return connection.execute(_WELCOME, {"user": user, "since": now}).one_or_none() is not None


def was_asked(connection: sa.Connection, user: str) -> bool:
    """Whether the member was asked if reminders are welcome, or has said so unasked."""
    rows = _ASKED.rows(connection, {"user": user})
    return bool(rows and rows[0][0])


def set_asked(connection: sa.Connection, user: str, now: datetime) -> None:
    """Remember that the member was asked; until they answer they are reminded."""
    connection.execute(_SET_ASKED, {"user": user, "since": now})


def was_told(connection: sa.Connection, user: str) -> bool:
    """Whether a direct message has told the member why it came, and how to stop them."""
    rows = _TOLD.rows(connection, {"user": user})
    return bool(rows and rows[0][0])


def set_told(connection: sa.Connection, user: str, now: datetime) -> None:
    """Remember that a direct message has told the member why it came."""
    connection.execute(_SET_TOLD, {"user": user, "since": now})
