"""What can go wrong outside the bot: what keeps it from starting, and what the database says."""

from storage.database import Unavailable

__all__ = ["BotRuns", "PortInUse", "Unavailable"]


class PortInUse(Exception):
    """Somebody else listens where a server should."""


class BotRuns(Exception):
    """Somebody works with the database that is to be replaced."""
