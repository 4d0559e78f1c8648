"""Topics for coming events, and the votes for them."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import TopicId
from bot.domain.topics import KeptTopic, Topic, TopicStatus, key
from storage.chunks import chunks
from storage.tables import Row, topic_votes
from storage.tables import topics as _topics
from storage.upsert import insert

_ID: sa.BindParameter[int] = sa.bindparam("of_id")
_USER: sa.BindParameter[str] = sa.bindparam("user")
_STATUS = _topics.c.status == sa.bindparam("of_status")
_VOTED = sa.exists().where(topic_votes.c.topic == _topics.c.id, topic_votes.c.user == _USER)
_OWN = sa.func.coalesce(_topics.c.proposed_by == _USER, sa.false())
_COLUMNS = (
    _topics.c.id,
    _topics.c.title,
    _topics.c.status,
    _topics.c.answer,
    _topics.c.votes,
)
_SELECT = sa.select(*_COLUMNS, _VOTED.label("voted"), _OWN.label("own"))
_MOST_WANTED_FIRST = (_topics.c.votes.desc(), _topics.c.id.desc())
_PAGE = (
    _SELECT.where(_STATUS)
    .order_by(*_MOST_WANTED_FIRST)
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("offset"))
)
_OF_STATUS = sa.select(*_COLUMNS).where(_STATUS).order_by(*_MOST_WANTED_FIRST)
_COUNT = sa.select(sa.func.count()).select_from(_topics).where(_STATUS)
_COUNT_OF = sa.select(sa.func.count()).where(_topics.c.proposed_by == _USER)
_GET = _SELECT.where(_topics.c.id == _ID)
_GET_LOCKED = _GET.with_for_update(of=_topics)
_BY_KEY = _SELECT.where(_topics.c.title_key == sa.bindparam("key"))
_ADD = (
    insert(_topics)
    .values(
        {
            name: sa.bindparam(name)
            for name in ("title_key", "title", "status", "answer", "proposed_by", "added_at")
        }
        | {"votes": 0}
    )
    .on_conflict_do_nothing()
    .returning(_topics.c.id)
)
_CHANGE = (
    sa.update(_topics)
    .where(_topics.c.id == _ID)
    .values(
        {name: sa.bindparam(f"new_{name}") for name in ("title_key", "title", "status", "answer")}
    )
)
_DELETE = sa.delete(_topics).where(_topics.c.id == _ID)
_UNNAME = sa.update(_topics).where(_topics.c.id == _ID).values(proposed_by=None)
_VOTE = insert(topic_votes).values(topic=_ID, user=_USER).on_conflict_do_nothing()
_TAKE_BACK = sa.delete(topic_votes).where(topic_votes.c.topic == _ID, topic_votes.c.user == _USER)
_TAKE_ALL = sa.delete(topic_votes).where(topic_votes.c.topic == _ID)
_VOTES_OF = sa.select(topic_votes.c.topic).where(topic_votes.c.user == _USER).order_by("topic")
_MOVE = (
    insert(topic_votes)
    .from_select(
        ["topic", "user"],
        sa.select(sa.bindparam("into", type_=sa.Integer), topic_votes.c.user).where(
            topic_votes.c.topic == _ID
        ),
    )
    .on_conflict_do_nothing()
)
_COUNT_ANEW = (
    sa.update(_topics)
    .where(_topics.c.id == _ID)
    .values(
        votes=sa.select(sa.func.count())
        .where(topic_votes.c.topic == _topics.c.id)
        .correlate(_topics)
        .scalar_subquery()
    )
)
_TITLES = sa.select(_topics.c.id, _topics.c.title).where(
    _topics.c.id.in_(sa.bindparam("ids", expanding=True))
)
_BY_KEYS = sa.select(*_COLUMNS, _topics.c.title_key).where(
    _topics.c.title_key.in_(sa.bindparam("keys", expanding=True))
)
_ALL = sa.select(*_COLUMNS).order_by(_topics.c.id)


def page(
    connection: sa.Connection, user: str, status: TopicStatus, limit: int, offset: int = 0
) -> list[KeptTopic]:
    """Some topics of this status as `user` sees them, the most wanted first, then the newest."""
    values = {"user": user, "of_status": status.value, "limit": limit, "offset": offset}
    return [_kept_of(row) for row in connection.execute(_PAGE, values)]


def of_status(connection: sa.Connection, status: TopicStatus) -> list[KeptTopic]:
    """All topics of this status, in the same order, as nobody in particular sees them."""
    return [_kept_of(row) for row in connection.execute(_OF_STATUS, {"of_status": status.value})]


def count(connection: sa.Connection, status: TopicStatus) -> int:
    """How many have this status."""
    return int(connection.execute(_COUNT, {"of_status": status.value}).scalar_one())


def count_of(connection: sa.Connection, user: str) -> int:
    """How many of the open ones this member proposed."""
    return int(connection.execute(_COUNT_OF, {"user": user}).scalar_one())


def get(connection: sa.Connection, topic: TopicId, user: str = "") -> KeptTopic | None:
    """The topic of this id as `user` sees it; None without one."""
    row = connection.execute(_GET, {"of_id": topic, "user": user}).one_or_none()
    return _kept_of(row) if row else None


def get_locked(connection: sa.Connection, topic: TopicId, user: str = "") -> KeptTopic | None:
    """As `get`, locked until the transaction ends; so its votes are counted by one at a time."""
    row = connection.execute(_GET_LOCKED, {"of_id": topic, "user": user}).one_or_none()
    return _kept_of(row) if row else None


def by_title(connection: sa.Connection, title: str, user: str = "") -> KeptTopic | None:
    """The topic with this title, but for case and the like; None without one."""
    row = connection.execute(_BY_KEY, {"key": key(title), "user": user}).one_or_none()
    return _kept_of(row) if row else None


def add(
    connection: sa.Connection, topic: Topic, proposed_by: str | None, now: datetime
) -> TopicId | None:
    """Insert a topic without votes; its id, or None where there is one with its title."""
    values = {
        "title_key": key(topic.title),
        "title": topic.title,
        "status": topic.status.value,
        "answer": topic.answer,
        "proposed_by": proposed_by,
        "added_at": now,
    }
    added: TopicId | None = connection.execute(_ADD, values).scalar_one_or_none()
    return added


def change(connection: sa.Connection, topic: TopicId, after: Topic) -> None:
    """Let a topic, which the caller has locked, say something else.

    One that is closed has no votes any more, and nobody proposed it.
    """
    connection.execute(
        _CHANGE,
        {
            "of_id": topic,
            "new_title_key": key(after.title),
            "new_title": after.title,
            "new_status": after.status.value,
            "new_answer": after.answer,
        },
    )
    if after.status is TopicStatus.CLOSED:
        connection.execute(_TAKE_ALL, {"of_id": topic})
        connection.execute(_UNNAME, {"of_id": topic})
        connection.execute(_COUNT_ANEW, {"of_id": topic})


def delete(connection: sa.Connection, topic: TopicId) -> None:
    """Delete a topic, its votes with it."""
    connection.execute(_DELETE, {"of_id": topic})


def vote(connection: sa.Connection, topic: TopicId, user: str, *, wants: bool) -> None:
    """Let the user want this topic, which is locked, or not any more."""
    connection.execute(_VOTE if wants else _TAKE_BACK, {"of_id": topic, "user": user})
    connection.execute(_COUNT_ANEW, {"of_id": topic})


def move_votes(connection: sa.Connection, topic: TopicId, into: TopicId) -> None:
    """Let the votes for one topic count for another, once for each person; both are locked."""
    connection.execute(_MOVE, {"of_id": topic, "into": into})
    connection.execute(_COUNT_ANEW, {"of_id": into})


def votes_of(connection: sa.Connection, user: str) -> list[TopicId]:
    """The topics that this member wants."""
    return list(connection.execute(_VOTES_OF, {"user": user}).scalars())


def titles(connection: sa.Connection, topics: Collection[TopicId]) -> dict[TopicId, str]:
    """What these topics are called."""
    found: dict[TopicId, str] = {}
    for some in chunks(topics):
        found |= {row.id: row.title for row in connection.execute(_TITLES, {"ids": some})}
    return found


def by_keys(connection: sa.Connection, keys: Sequence[str]) -> dict[str, KeptTopic]:
    """Those that there are with these keys of titles (bot.domain.topics.key)."""
    found: dict[str, KeptTopic] = {}
    for some in chunks(keys):
        rows = connection.execute(_BY_KEYS, {"keys": some})
        found |= {row.title_key: _kept_of(row) for row in rows}
    return found


def all_topics(connection: sa.Connection) -> list[Topic]:
    """All topics, in the order in which they came."""
    return [_kept_of(row).topic for row in connection.execute(_ALL)]


def _kept_of(row: Row) -> KeptTopic:
    fields = row._asdict()
    topic = Topic(row.title, TopicStatus(row.status), row.answer)
    voted, own = bool(fields.get("voted", False)), bool(fields.get("own", False))
    return KeptTopic(row.id, topic, row.votes, voted, own)
