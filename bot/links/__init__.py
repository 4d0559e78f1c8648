"""Asking other people's web servers whether a link still leads somewhere."""

from bot.links.asker import Asker, Turns
from bot.links.gate import Gate

__all__ = ["Asker", "Gate", "Turns"]
