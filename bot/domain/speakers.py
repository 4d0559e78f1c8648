"""What it means that a speaker, or a topic, is no longer named in the talks of an event."""

from bot.domain.events import Event, Session
from bot.domain.renamed_talks import renamed
from bot.domain.search.folding import fold


def taken_out(before: Event, after: Event) -> frozenset[str]:
    """The speakers (folded) who stood in the talks, if some went without another in their place.

    A name that was mended, or whose talk somebody else gives now, was not taken out.
    """
    was, still = _speakers(before), _speakers(after)
    gone = was - still
    return gone if len(still - was) < len(gone) else frozenset()


def renamed_sessions(before: Event, after: Event) -> dict[str, str | None]:
    """What items may call a talk by (folded) that goes by another name now, and that name.

    A talk goes by its speaker as long as its topic is open. What is called by the speaker of a talk
    that is not among the talks any more belongs to none.
    """
    names = {fold(session.name) for session in after.sessions}
    by_speaker = {
        fold(session.speaker): _name_now(session, after)
        for session in before.sessions
        if session.speaker and fold(session.speaker) not in names
    }
    topics = {fold(was.name): now.name for was, now in renamed(before.sessions, after.sessions)}
    return by_speaker | topics


def _speakers(event: Event) -> frozenset[str]:
    return frozenset(fold(session.speaker) for session in event.sessions if session.speaker)


def _name_now(session: Session, after: Event) -> str | None:
    speaker, talk = fold(session.speaker or ""), fold(session.talk)
    by_talk = [one.talk for one in after.sessions if talk and fold(one.talk) == talk]
    by_speaker = [one.talk for one in after.sessions if fold(one.speaker or "") == speaker]
    return next(iter([*by_talk, *by_speaker]), None)
