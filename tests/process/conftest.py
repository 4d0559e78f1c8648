"""Fixtures for the tests of processes."""

from tests.process.imported import bot, playground

__all__ = ["bot", "playground"]
