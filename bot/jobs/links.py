"""One round of asking links whether they still lead somewhere (docs/links.md)."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.deps import Deps
from bot.domain.link_checks import (
    Answer,
    Link,
    Unreached,
    Why,
    are_silent,
    is_our_own_trouble,
)
from bot.links import Asker, Gate
from bot.services import link_checks

log = structlog.get_logger()

# A round a minute is some 240,000 links a week, each of them asked once.
_MOST = 24
_AT_ONCE = 3
# Seconds that a link waits for its host, which others ask just now, and how often it looks.
_PATIENCE = 20.0
_LOOK_AGAIN = 0.5


class DatabaseTurns:
    """Turns that all processes take from one another: they stand in the database."""

    def __init__(
        self, deps: Deps, pause: timedelta = link_checks.PAUSE, patience: float = _PATIENCE
    ) -> None:
        self._deps = deps
        self._pause = pause
        self._patience = patience

    async def take(self, host: str) -> bool:
        """Wait for our turn to ask this host; False when that takes too long."""
        left = self._patience
        while True:
            now = self._deps.clock.now()
            wait = await self._deps.db.write(link_checks.take_turn, host, now)
            if wait is None:
                return True
            if wait > link_checks.TURN or left <= 0:  # it wants to be left alone
                return False
            left -= _LOOK_AGAIN
            await asyncio.sleep(_LOOK_AGAIN)

    async def end(self, host: str, answer: Answer) -> None:
        """Let the next one ask this host, after a pause."""
        now = self._deps.clock.now()
        await self._deps.db.write(link_checks.end_turn, host, answer, now, self._pause)


async def check_links(
    deps: Deps, gate: Gate | None = None, pause: timedelta = link_checks.PAUSE
) -> None:
    """Ask what is due, at most two dozen links of as many hosts, and write what they answered.

    No transaction is open meanwhile. The links of a process that is killed are asked in an hour.
    """
    claimed = await deps.db.write_aside(link_checks.claim, deps.clock.now(), _MOST)
    if not claimed:
        return
    async with Asker(DatabaseTurns(deps, pause), deps.settings.public_url, gate) as asker:
        answers = await _asked(asker, claimed)
        ours = await _is_our_own_trouble(deps, asker, answers)
    if ours:
        log.warning("links.nobody_answers", asked=len(answers))
        await deps.db.write_aside(link_checks.give_back, claimed, deps.clock.now())
        return
    died = await deps.db.write_aside(
        link_checks.settle, list(zip(claimed, answers, strict=True)), deps.clock.now()
    )
    log.info("links.checked", asked=len(answers), died=[link.id for link in died])
    if died:
        deps.wake()


async def _is_our_own_trouble(deps: Deps, asker: Asker, answers: Sequence[Answer]) -> bool:
    """Whether our own network fails; where nobody answered, some who did before are asked."""
    if not are_silent(answers):
        return False
    witnesses = await deps.db.read(link_checks.witnesses)
    return is_our_own_trouble(answers, await _asked(asker, witnesses))


async def _asked(asker: Asker, links: Sequence[Link]) -> list[Answer]:
    """The answers of these links, in their order; a few are asked at the same time."""
    few = asyncio.Semaphore(_AT_ONCE)

    async def ask(link: Link) -> Answer:
        async with few:
            try:
                answer = await asker.ask(link.url)
            except Exception:  # whatever it is, the next link is not to blame
                log.exception("link.not_asked", id=link.id)
                return Unreached(Why.BUSY)
            log.info("link.asked", id=link.id, answer=answer.word)
            return answer

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask(link)) for link in links]
    return [task.result() for task in tasks]
