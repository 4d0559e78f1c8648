"""A file with so many items that it goes in bit by bit."""

from collections.abc import Iterator

from bot.files.contents import Found, KnowledgeEntry
from bot.services.import_spooling import take_in
from storage.spool import Spool

MANY = 2_500


def entries(count: int = MANY) -> Iterator[Found]:
    """Its entries."""
    for number in range(count):
        url = f"https://example.org/{number}"
        yield KnowledgeEntry(url, number + 1, {"title": f"Nr. {number}", "url": url}, {"url": 1})


def taken_in(spool: Spool) -> None:
    """All of it, in the spool."""
    take_in(spool, entries(), merges=False)
