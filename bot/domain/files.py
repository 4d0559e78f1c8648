"""Files that a person asked for: what is sent, and how long it stays."""

from dataclasses import dataclass
from datetime import timedelta

# How long Slack keeps what was asked for; whoever wants it longer has saved it by then.
KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class File:
    """A file to be sent; `title` is what Slack shows above it."""

    name: str
    title: str
    content: bytes
