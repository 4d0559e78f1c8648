"""Files: those that a person asked for, and how long they stay; and those that one gives."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

# How long Slack keeps what was asked for; whoever wants it longer has saved it by then.
KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class File:
    """A file to be sent; `title` is what Slack shows above it."""

    name: str
    title: str
    content: bytes


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that somebody put into a form: its size in bytes, and where Slack has it."""

    name: str
    size: int
    url: str


class NotGot(Enum):
    """Why a file that was given is not there."""

    TOO_LARGE = auto()
    FAILED = auto()
