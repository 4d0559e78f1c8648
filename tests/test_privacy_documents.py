"""docs/privacy says what the register says, and names only what there is."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.domain.command_parser import parse
from bot.domain.commands import Incomplete, Unknown
from bot.settings.names import NAMES
from tests.privacy import DOCUMENTS, FOLDER, document

ROOT = FOLDER.parents[1]
NAMED = {"verzeichnis", "information", "loeschkonzept", "massnahmen", "dienstleister"}
NAMED |= {"schwellwertanalyse", "beschaeftigte", "vorfall", "README"}
CHECKED = "Den rechtlichen Wortlaut prüft vor der Verwendung ein Mensch mit Fachkenntnis"
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
TO_ONE = re.compile(r"\b(du|dir|dich|dein\w*|euch|euer\w*|eure\w*)\b", re.IGNORECASE)

each = pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.stem)


def text(page: Path) -> str:
    return page.read_text("utf-8")


def test_all_documents_are_there_and_in_the_index() -> None:
    assert {page.stem for page in DOCUMENTS} == NAMED
    linked = set(re.findall(r"\]\((\w+)\.md\)", text(FOLDER / "README.md")))
    assert linked == NAMED - {"README"}


@each
def test_a_document_says_what_the_register_says(page: Path) -> None:
    assert text(page) == document(text(page)), "write it anew: make privacy"


@each
def test_a_document_says_that_a_person_has_to_check_it(page: Path) -> None:
    assert CHECKED in text(page).splitlines()[2]


@each
def test_a_document_speaks_to_nobody(page: Path) -> None:
    assert TO_ONE.findall(text(page)) == []


@each
def test_a_document_names_only_what_there_is(page: Path) -> None:
    for file, name in PROOF.findall(text(page)):
        assert f"def {name}(" in text(ROOT / file), name
    for words in re.findall(r"`/labcamp([^`]*)`", text(page)):
        assert not isinstance(parse(words.strip()), Unknown | Incomplete), words
    assert set(re.findall(r"\bLABCAMP_[A-Z_]+\b", text(page))) <= set(NAMES)


@pytest.mark.parametrize("name", ["massnahmen", "loeschkonzept"])
def test_each_measure_and_each_deletion_is_proven_by_a_test(name: str) -> None:
    tables = re.findall(r"\| Nachweis \|\n.*\n((?:\|.*\n)+)", text(FOLDER / f"{name}.md"))
    assert tables
    for row in "".join(tables).splitlines():
        assert PROOF.search(row), row


def test_what_is_to_be_asked_of_the_database_in_an_incident_can_be_asked(
    connection: sa.Connection,
) -> None:
    statements = re.findall(r"```sql\n(.*?)```", text(FOLDER / "vorfall.md"), re.DOTALL)
    assert statements
    for statement in statements:
        connection.execute(sa.text(statement))
