"""The two catalogs say the same, nothing in them is unused, and nothing that is used is missing."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import bot
import handlers
from bot import locales
from bot.domain.command_words import ANSWERS
from bot.domain.commands import TYPED, Typed
from bot.domain.languages import LANGUAGES
from bot.domain.markup import Markup, escape
from bot.domain.replies import Reply
from bot.locales import texts
from tests.every_case import every

FOLDER = Path(locales.__file__).parent
SOURCES = [
    file
    for package in (bot, handlers)
    for file in sorted(Path(str(package.__file__)).parent.rglob("*.py"))
]


def catalog(language: str) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def entries(language: str) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalog(language) if message.id}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


GERMAN, ENGLISH = entries("de"), entries("en")
# Here a key may be an outcome's, which names its text itself.
REPLIES = re.compile(r"^from bot\.domain\.replies import .*\bReply\b", re.MULTILINE)


# --- What the code asks for


def keys_in(argument: ast.expr) -> Iterator[str]:
    """The key, or keys, that an argument stands for, as patterns; none for other expressions."""
    match argument:
        case ast.Constant(value=str(key)):
            yield re.escape(key)
        case ast.JoinedStr(values=parts):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z_-]+"
                for part in parts
            )
        case ast.IfExp(body=body, orelse=other):
            yield from keys_in(body)
            yield from keys_in(other)


def is_a_text(function: ast.expr) -> bool:
    """Whether this is called as texts are: `t(…)`, `t.plain(…)`, `texts(language)(…)`."""
    match function:
        case ast.Attribute(value=owner, attr="plain"):
            return is_a_text(owner)
        case (
            ast.Name(id="t") | ast.Attribute(attr="t" | "_t") | ast.Call(func=ast.Name(id="texts"))
        ):
            return True
    return False


def used_keys(source: str) -> Iterator[str]:
    """The patterns of all keys that this source asks for, by a variable of its function too."""
    tree = ast.parse(source)
    assigned: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            assigned.setdefault(node.targets[0].id, []).append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and is_a_text(node.func) and node.args:
            key = node.args[0]
            meant = assigned.get(key.id, []) if isinstance(key, ast.Name) else [key]
            found = [pattern for one in meant for pattern in keys_in(one)]
            is_reply = isinstance(key, ast.Name) and REPLIES.search(source) is not None
            assert found or is_reply, f"line {node.lineno}: which key is this?"
            yield from found


@cache
def used() -> list[re.Pattern[str]]:
    """The patterns of all keys that the code asks for; looked for when a test needs them."""
    asked = {key for file in SOURCES for key in used_keys(file.read_text("utf-8"))}
    replies = {re.escape(reply) for reply in Reply}
    return [re.compile(pattern) for pattern in sorted(asked | replies)]


def test_the_scan_understands_how_texts_are_asked_for() -> None:
    source = """
def view(language, many):
    t = texts(language)
    key = "a.many" if many else "a.one"
    return [t(key), t.plain(f"b.{many}.c"), texts(language)("d"), t("e", x=t.plain("f")), o("g")]
"""
    assert set(used_keys(source)) == {
        *(r"a\.many", r"a\.one", r"b\.[a-z_-]+\.c", "d", "e", "f"),
    }


def test_every_text_that_is_used_exists() -> None:
    assert [one.pattern for one in used() if not any(map(one.fullmatch, GERMAN))] == []


def test_every_text_that_exists_is_used() -> None:
    assert [key for key in GERMAN if not any(one.fullmatch(key) for one in used())] == []


# --- The catalogs


def test_every_language_has_a_catalog() -> None:
    assert {file.stem for file in FOLDER.glob("*.po")} == set(LANGUAGES)


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(GERMAN) == list(ENGLISH)


def test_no_key_stands_twice() -> None:
    for language in LANGUAGES:
        text = (FOLDER / f"{language}.po").read_text("utf-8")
        keys = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
        assert sorted(keys) == sorted(set(keys))


def test_both_languages_fill_in_the_same() -> None:
    for key, text in GERMAN.items():
        assert placeholders(text) == placeholders(ENGLISH[key]), key
        assert all(name.isidentifier() for name in placeholders(text)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_frayed(language: str) -> None:
    for key, text in entries(language).items():
        assert text.strip(), key
        assert text == text.strip(), key
        assert "  " not in text, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_waits_for_somebody_to_check_it(language: str) -> None:
    assert [message.id for message in catalog(language) if message.fuzzy] == []
    assert list(catalog(language).obsolete) == []


# --- Commands in the texts


ENGLISH_WORDS = {command.names[0] for command in TYPED}
IN_A_TEXT = re.compile(r"/labcamp ([^\W\d_]+(?:-[^\W\d_]+)*)")


@every("command", TYPED)
def test_each_command_is_shown_in_words_of_the_readers_language(command: type[Typed]) -> None:
    key = f"command.usage.{command.names[0]}"
    assert ENGLISH[key].split()[0] == command.names[0]
    assert GERMAN[key].split()[0] in {*command.names, *ANSWERS} - ENGLISH_WORDS


def test_no_hint_has_command_words_of_the_other_language() -> None:
    for key, text in GERMAN.items():
        assert not {*IN_A_TEXT.findall(text)} & ENGLISH_WORDS, key
        assert {*IN_A_TEXT.findall(ENGLISH[key])} <= ENGLISH_WORDS, key


# --- Filling in


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_is_escaped(language: str) -> None:
    text = texts(language)("event.where", location="<!channel> & Co")
    assert text.endswith("&lt;!channel&gt; &amp; Co")


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_is_filled_in_as_it_is_and_never_escaped_twice(language: str) -> None:
    t = texts(language)
    inner = t("event.where", location="<Soest>")
    assert isinstance(inner, Markup)
    assert t("event.host", host=inner).endswith(inner)
    assert t("event.host", host=escape("a & b")).endswith("a &amp; b")


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_text_is_filled_in_as_it_is(language: str) -> None:
    shown = texts(language).plain("event.name", number=11, title="{a} & <b>")
    assert shown == "LabCamp#11: {a} & <b>"


def test_a_text_that_is_not_there_is_noticed() -> None:
    with pytest.raises(KeyError, match=r"no\.such\.text"):
        texts("de")("no.such.text")
    with pytest.raises(KeyError):
        texts("de")("event.name")


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        texts("fr")
