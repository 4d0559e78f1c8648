"""Sees to it that each input comes to an end, and knows which one took longest."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from hypothesis import settings

from tests.waiting import HANG

# Seconds of a core that one input may take in `make fuzz`, with all that stands around it.
LONGEST = 1.0
T = TypeVar("T", bound=Callable[..., object])


def is_whole() -> bool:
    """Whether this is `make fuzz`."""
    return settings.get_current_profile_name() == "fuzz"


def fuzzed(test: T) -> T:
    """As many inputs as `make fuzz` wants; in `make test` a quarter of what others try."""
    tried = settings.default.max_examples if settings.default else 100
    return settings(max_examples=tried if is_whole() else tried // 4)(test)


class Hangs(BaseException):
    """An input that came to no end: nothing that is tried may catch it."""


class Watch:
    """How many `inputs` there were, and for how many seconds of a core the `slowest` worked."""

    def __init__(self) -> None:
        self.inputs = 0
        self.slowest = 0.0
        self.which = ""

    @contextmanager
    def over(self, *what: object) -> Iterator[None]:
        """Watch over one input; what it is, is kept if none was slower."""
        before = signal.signal(signal.SIGALRM, _ring)
        signal.setitimer(signal.ITIMER_REAL, HANG)
        began = time.thread_time()
        try:
            yield
        finally:
            took = time.thread_time() - began
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        self.inputs += 1
        if took > self.slowest:
            self.slowest, self.which = took, ascii(what)[:300]
        if is_whole():
            assert took < LONGEST, f"it took {took:.2f} s: {ascii(what)[:2000]}"


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise Hangs
