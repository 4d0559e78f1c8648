"""How far an import or a copy has come, on a terminal; elsewhere nothing is shown."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from types import TracebackType
from typing import Self

import click


class Progress:
    """A line for each step, that grows while the step is under way."""

    def __init__(self) -> None:
        self._step = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """Show nothing any more."""
        self._step.close()

    def step(self, name: str, total: int | None = None) -> Callable[[int], None]:
        """Begin a step, and end the one before; what is returned is told how many are done."""
        self.end()
        # one that ends nobody knows when is counted
        shown = click.progressbar(
            count() if total is None else None,
            length=total,
            label=name,
            show_pos=True,
            hidden=not sys.stdout.isatty(),
        )
        bar = self._step.enter_context(shown)
        return lambda done: bar.update(done - bar.pos)
