"""Topics for coming events: proposed and voted for by members, tidied by organizers."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import topics as rules
from bot.domain.ids import TopicId
from bot.domain.replies import Overtaken, Repeated, Reply, TooMany
from bot.domain.topics import MOST_OPEN, MOST_WANTED, PAGE_SIZE, KeptTopic, Topic, TopicPage
from bot.domain.topics import TopicStatus as Status
from storage import audit, handled_events, topics
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Proposed:
    """The topic is kept, and whoever proposed it wants it."""

    kept: KeptTopic


@dataclass(frozen=True, slots=True)
class Alike:
    """There are these topics already; nothing was done.

    Where one of them has the very `same` title there is no room for another.
    """

    topics: tuple[KeptTopic, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """The topic as it is now."""

    kept: KeptTopic


@dataclass(frozen=True, slots=True)
class PutTogether:
    """The first topic is gone, and its votes count for the second."""

    gone: KeptTopic
    kept: KeptTopic


def page(connection: Connection, user: str, status: Status, number: int) -> TopicPage:
    """The `number`th page (from 1) of the topics, as `user` sees it; the last one beyond it."""
    total = topics.count(connection, status)
    others = topics.count(connection, _other(status))
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    found = topics.page(connection, user, status, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return TopicPage(tuple(found), status, number, total, others)


def most_wanted(connection: Connection) -> tuple[KeptTopic, ...]:
    """The open topics with most votes, to stand in the form of a new event."""
    found = topics.page(connection, "", Status.OPEN, MOST_WANTED)
    return tuple(one for one in found if one.votes)


def get(connection: Connection, topic: TopicId) -> KeptTopic | None:
    """The topic of this id; None without one."""
    return topics.get(connection, topic)


def open_topics(connection: Connection) -> list[KeptTopic]:
    """All that are open, the most wanted first."""
    return topics.of_status(connection, Status.OPEN)


def propose(
    connection: Connection, user: str, title: str, key: str, now: datetime, *, anyway: bool = False
) -> Proposed | Alike | TooMany | Repeated[KeptTopic]:
    """Keep a new topic, once for each `key`, and their vote for it.

    What is called nearly the same is offered instead; with `anyway` only what is called the same.
    """
    there = topics.by_title(connection, title, user)
    if handled_events.was_seen(connection, key):
        return Repeated(there)
    if there is not None:
        return Alike((there,), same=True)
    near = () if anyway else rules.alike(title, open_topics(connection))
    if near:
        seen = (topics.get(connection, one.id, user) for one in near)
        return Alike(tuple(one for one in seen if one), same=False)
    if topics.count_of(connection, user) >= MOST_OPEN:
        return TooMany(MOST_OPEN)
    added = topics.add(connection, Topic(title), user, now)
    if added is None:  # somebody else was faster by a moment
        there = topics.by_title(connection, title, user)
        return Alike((there,) if there else (), same=True)
    handled_events.is_new(connection, key, now)
    topics.vote(connection, added, user, wants=True)
    return Proposed(KeptTopic(added, Topic(title), 1, voted=True, own=True))


def vote(
    connection: Connection, user: str, topic: TopicId, key: str, now: datetime
) -> Changed | Reply | Repeated[KeptTopic]:
    """Let `user` want the topic; if they do, let them want it no longer. Once for each `key`."""
    kept = topics.get_locked(connection, topic, user)
    if kept is None:
        return Reply.TOPIC_GONE
    if not handled_events.is_new(connection, key, now):
        return Repeated(kept)
    if kept.topic.status is not Status.OPEN:
        return Reply.TOPIC_CLOSED
    topics.vote(connection, topic, user, wants=not kept.voted)
    return Changed(topics.get(connection, topic, user) or kept)


def withdraw(connection: Connection, user: str, topic: TopicId) -> Reply:
    """Delete what `user` proposed, as long as nobody else wants it."""
    kept = topics.get_locked(connection, topic, user)
    if kept is None:
        return Reply.TOPIC_GONE
    if not kept.may_be_withdrawn:
        return Reply.TOPIC_NOT_WITHDRAWN
    topics.delete(connection, topic)
    return Reply.TOPIC_WITHDRAWN


def change(
    connection: Connection,
    actor: str,
    topic: TopicId,
    after: Topic,
    now: datetime,
    *,
    seen: str | None = None,
) -> Changed | Alike | Overtaken[KeptTopic] | Reply:
    """Let a topic be called, answered and closed as `after` says; its votes go when it closes.

    With `seen` only if it still has this sign, and is open. The caller has checked that `actor` is
    an organizer.
    """
    kept = topics.get_locked(connection, topic)
    if kept is None:
        return Reply.TOPIC_GONE
    if seen is not None and seen != rules.seen(kept.topic):
        if kept.topic.status is not Status.OPEN:
            return Reply.TOPIC_CLOSED
        return Overtaken(kept, audit.last_actor(connection, _subject(topic)))
    return _change(connection, actor, kept, after, now)


def reopen(
    connection: Connection, actor: str, topic: TopicId, now: datetime
) -> Changed | Alike | Reply:
    """Let a topic take votes again; it begins without any. The caller has checked `actor`."""
    kept = topics.get_locked(connection, topic)
    if kept is None:
        return Reply.TOPIC_GONE
    return _change(connection, actor, kept, replace(kept.topic, status=Status.OPEN), now)


def _change(
    connection: Connection, actor: str, kept: KeptTopic, after: Topic, now: datetime
) -> Changed | Alike:
    there = topics.by_title(connection, after.title)
    if there is not None and there.id != kept.id:
        return Alike((there,), same=True)
    if kept.topic != after:
        topics.change(connection, kept.id, after)
        closes = after.status is not kept.topic.status and after.status is Status.CLOSED
        _note(connection, actor, "close topic" if closes else "change topic", kept.id, now)
    return Changed(topics.get(connection, kept.id) or kept)


def merge(
    connection: Connection, actor: str, topic: TopicId, into: TopicId, now: datetime
) -> PutTogether | Reply:
    """Let one open topic become part of another, with its votes, once for each person.

    The caller has checked that `actor` is an organizer.
    """
    # in one order, lest two organizers wait for each other
    found = {one: topics.get_locked(connection, one) for one in sorted({topic, into})}
    gone, kept = found[topic], found[into]
    if gone is None or kept is None or gone is kept:
        return Reply.TOPIC_GONE
    if any(one.topic.status is not Status.OPEN for one in (gone, kept)):
        return Reply.TOPIC_CLOSED
    topics.move_votes(connection, topic, into)
    topics.delete(connection, topic)
    _note(connection, actor, "merge topics", into, now)
    return PutTogether(gone, topics.get(connection, into) or kept)


def take_votes(connection: Connection, user: str) -> None:
    """Let somebody who is to be forgotten want nothing any more."""
    for topic in topics.votes_of(connection, user):
        if topics.get_locked(connection, topic) is not None:
            topics.vote(connection, topic, user, wants=False)


def _other(status: Status) -> Status:
    return Status.CLOSED if status is Status.OPEN else Status.OPEN


def _note(connection: Connection, actor: str, action: str, topic: TopicId, now: datetime) -> None:
    audit.add(connection, now, actor, action, _subject(topic))


def _subject(topic: TopicId) -> str:
    return f"topic {topic}"
