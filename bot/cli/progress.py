"""How far an import or a copy has come, on a terminal; elsewhere nothing is shown."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich import get_console, progress


class Progress:
    """One line that says which step is under way, and goes away at the end."""

    def __init__(self) -> None:
        self._shown = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.TextColumn("{task.completed:,.0f}"),
            progress.TimeElapsedColumn(),
            transient=True,
            disable=not get_console().is_terminal,
        )

    def __enter__(self) -> Self:
        self._shown.start()
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
        self._shown.stop()

    def step(self, name: str, total: int | None = None) -> Callable[[int], None]:
        """Begin a step, and end the one before; what is returned is told how many are done."""
        for task in self._shown.task_ids:
            self._shown.remove_task(task)
        task = self._shown.add_task(name, total=total)
        return lambda done: self._shown.update(task, completed=done)
