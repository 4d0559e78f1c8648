"""Files in and out: events and knowledge items as YAML or JSON (section 9 of the design)."""

from bot.files.contents import Contents, EventEntry, Fault, FileFaults, KnowledgeEntry
from bot.files.reader import read, read_file, survey, survey_file
from bot.files.writer import write

__all__ = [
    "Contents",
    "EventEntry",
    "Fault",
    "FileFaults",
    "KnowledgeEntry",
    "read",
    "read_file",
    "survey",
    "survey_file",
    "write",
]
