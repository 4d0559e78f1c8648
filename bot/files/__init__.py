"""Files in and out: events and knowledge items (section 9 of the design)."""

from bot.files.contents import (
    Contents,
    EventEntry,
    Fault,
    FileFaults,
    Found,
    KnowledgeEntry,
    LeftOut,
)
from bot.files.formats import UnknownEnding, format_of
from bot.files.reader import read, read_file
from bot.files.table_writer import write_table
from bot.files.writer import write

__all__ = [
    "Contents",
    "EventEntry",
    "Fault",
    "FileFaults",
    "Found",
    "KnowledgeEntry",
    "LeftOut",
    "UnknownEnding",
    "format_of",
    "read",
    "read_file",
    "write",
    "write_table",
]
