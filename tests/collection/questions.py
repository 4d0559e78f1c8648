"""Reads the judged collection: its items into a database, and its questions half by half."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
import yaml

from bot.domain.reminder_rules import DEFAULT_RULES
from bot.services.imports import ImportSummary
from tests.builders import NOON
from tests.reading import import_contents, read_file

ITEMS = Path(__file__).with_name("items.yaml")


class Half(StrEnum):
    """Which questions may be looked at while the search is worked on."""

    OPEN = "open"
    HELD_BACK = "held-back"


class QuestionKind(StrEnum):
    """What makes a question hard."""

    EXACT = "exact"
    INFLECTED = "inflected"
    COMPOUND = "compound"
    UMLAUT = "umlaut"
    TYPO = "typo"
    PERSON = "person"
    EVENT = "event"
    JOINT = "joint"
    PARAGRAPH = "paragraph"
    RARE = "rare"
    PART_TYPO = "part-typo"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Question:
    """What a member types, and the addresses of the one to five items that should come first."""

    ask: str
    kind: QuestionKind
    answers: tuple[str, ...]


def questions(half: Half) -> list[Question]:
    """The questions of one half, in the order of its file."""
    text = ITEMS.with_name(f"questions-{half}.yaml").read_text(encoding="utf-8")
    return [
        Question(entry["ask"], QuestionKind(entry["kind"]), tuple(entry["answers"]))
        for entry in yaml.safe_load(text)["questions"]
    ]


def import_collection(connection: sa.Connection) -> ImportSummary:
    """Import the events and items, in the caller's write transaction, as an operator would."""
    return import_contents(connection, read_file(ITEMS), "Europe/Berlin", DEFAULT_RULES, NOON)
