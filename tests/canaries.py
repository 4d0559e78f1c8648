"""Unlikely words: what comes in with one of them must not come out of the log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from prometheus_client import generate_latest

from bot.metrics import REGISTRY
from tests.log import listening


@dataclass
class Canaries:
    """Unlikely words, each with the place where it was put; and what is `said` in the log."""

    said: Callable[[], str]
    put: dict[str, str] = field(default_factory=dict)

    def at(self, place: str) -> str:
        """A word for this place. It looks like one of a list, of which more may be said."""
        canary = f"kanarien{len(self.put)}vogel"
        self.put[canary] = place
        return canary

    def heard(self, said: str) -> list[str]:
        """The places of those that stand in it."""
        said = said.lower()
        return [place for canary, place in self.put.items() if f"{canary}" in said]


@contextmanager
def quiet_canaries(printed: pytest.CaptureFixture[str]) -> Iterator[Canaries]:
    """Canaries of which none is heard in the end: not in the log, and nowhere else."""
    with listening() as said:
        canaries = Canaries(said)
        yield canaries
    assert canaries.put
    printed_words = "".join(printed.readouterr())
    for words in (said(), printed_words, generate_latest(REGISTRY).decode()):
        heard = canaries.heard(words)
        assert heard == [], f"came in as {heard}, and came out"
