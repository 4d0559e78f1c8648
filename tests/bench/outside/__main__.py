"""Measure from outside, alone: `python -m tests.bench.outside`."""

from rich.console import Console

from tests.bench.outside import measuring

Console().print(*measuring.tables(), sep="\n")
