"""Processes of a test's own: they share what they import, and nothing else."""

import multiprocessing
from multiprocessing.context import ForkServerContext


def forked() -> ForkServerContext:
    """Where they come from: a process without threads that has imported most of what is tested."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bot.services.imports", "tests.databases"])
    return context
