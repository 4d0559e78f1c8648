"""The kinds of fields a file can hold: from a node to a value, or to all that is wrong with it."""

import re
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from rapidfuzz import fuzz, process

from bot.domain.addresses import has_hidden_signs
from bot.domain.fields import NUMBER, FieldKind, Flaw, Wrong
from bot.domain.invisible_signs import trimmed
from bot.domain.limits import LARGEST_NUMBER
from bot.domain.times import zone_names
from bot.files.contents import FileFault, FileFaults
from bot.files.nodes import Node, RefusedNode, Scalar, Sequence

T = TypeVar("T")
# Takes a node and its field's name; raises FileFaults with every fault found in the node.
Parser = Callable[[Node, str], T]

_NEAR_ENOUGH = 75  # of 100, by rapidfuzz: 'titel' finds 'title', 'foo' finds nothing
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def fault(node: Node, message: str) -> FileFaults:
    """One fault at the line of `node`, to be raised."""
    return FileFaults([FileFault(node.line, message)])


def suggestion(word: str, known: Collection[str]) -> str:
    """What `; did you mean 'title'?` says of the nearest of `known`; empty when none is near."""
    found = process.extractOne(word, list(known), scorer=fuzz.WRatio, score_cutoff=_NEAR_ENOUGH)
    return f"; did you mean '{found[0]}'?" if found else ""


def optional(parser: Parser[T]) -> Parser[T | None]:
    """As `parser`, but a value that is null or only white space is None: the field is cleared."""

    def parse(node: Node, name: str) -> T | None:
        blank = isinstance(node, Scalar) and (node.is_null or not node.text.strip())
        return None if blank else parser(node, name)

    return parse


def value_of(kind: FieldKind) -> Parser[Any]:
    """A value of this kind, from a text that is not empty."""

    def parse(node: Node, name: str) -> Any:
        if kind.is_address and has_hidden_signs(_scalar(node, name).text.strip()):
            advice = "has a space or an invisible character in it; write it as %20"
            raise fault(node, f"'{name}' {advice}")
        text = text_of(node, name)
        _refuse_invisible(node, name, text, kind)
        found = kind.read(text)
        if isinstance(found, Wrong):
            raise fault(node, _in_words(found, kind, name, text))
        return found

    return parse


def _in_words(wrong: Wrong, kind: FieldKind, name: str, text: str) -> str:
    match wrong.flaw:
        case Flaw.TOO_LONG:
            return f"'{name}' has {len(text)} characters; at most {wrong.detail} fit, shorten it"
        case Flaw.ADDRESS:
            example = "a web address such as https://example.org/page"
            return f"'{name}' must be {example}, not {shown(text)}"
        case Flaw.ZONE:
            hint = suggestion(text, zone_names()) or "; write a name such as Europe/Berlin"
            return f"unknown time zone {shown(text)}{hint}"
        case Flaw.CONTACT:
            return f"'{name}' must be the id of a member, such as U0123ABCD, not {shown(text)}"
        case Flaw.DATE:
            return f"'{name}' must be a day such as 2027-01-15, not {shown(text)}"
    known = [one.value for one in kind.choices]
    return f"unknown {name} {shown(text)}{suggestion(text, known)} (one of {', '.join(known)})"


def whole_number(node: Node, name: str) -> int:
    """A decimal integer from 1 to LARGEST_NUMBER, without quotes, sign or leading zeros."""
    scalar = _scalar(node, name)
    text = scalar.text
    wanted = f"'{name}' must be a whole number from 1 to {LARGEST_NUMBER}"
    if scalar.is_null:
        raise fault(node, f"{wanted}; it is empty")
    if scalar.quoted:
        raise fault(node, f"{wanted}, without quotes; {shown(text)} is a text")
    if not re.fullmatch("[0-9]+", text):
        raise fault(node, f"{wanted}, in plain digits; {shown(text)} is not")
    if text.startswith("0") and text.strip("0"):
        raise fault(node, f"{wanted}, without leading zeros; write {shown(text.lstrip('0'))}")
    if isinstance(NUMBER.read(text), Wrong):
        raise fault(node, f"{wanted}; {shown(text)} is not")
    return int(text)


def list_of(parser: Parser[T], most: int) -> Parser[tuple[T, ...]]:
    """A list of at most `most` values; null is an empty one. Faults of all values are raised."""

    def parse(node: Node, name: str) -> tuple[T, ...]:
        items = sequence(node, name)
        faults: list[FileFault] = []
        values: list[T] = []
        if len(items) > most:
            message = f"'{name}' has {len(items)} entries; at most {most} fit"
            faults.append(FileFault(node.line, message))
        for item in items:
            try:
                values.append(parser(item, name))
            except FileFaults as found:
                faults.extend(found.faults)
        if faults:
            raise FileFaults(faults)
        return tuple(values)

    return parse


def sequence(node: Node, name: str) -> tuple[Node, ...]:
    """The nodes of a list; null is an empty one."""
    if isinstance(node, Sequence):
        return node.items
    if isinstance(node, Scalar) and node.is_null:
        return ()
    if isinstance(node, RefusedNode):
        raise FileFaults([])  # the fault of this place is known already
    raise fault(node, f"'{name}' must be a list; begin each entry with '- '")


def text_of(node: Node, name: str) -> str:
    """The text of a scalar, line breaks as one sign, without what nobody sees; not empty."""
    scalar = _scalar(node, name)
    text = trimmed(scalar.text.replace("\r\n", "\n").replace("\r", "\n"))
    if scalar.is_null or not text:
        raise fault(node, f"'{name}' is empty; it needs a value")
    return text


def shown(text: str) -> str:
    """`text` for a message: in quotes, short and on one line."""
    line = " ".join(text.split())
    return f"'{line[:40]}…'" if len(line) > 41 else f"'{line}'"


def _scalar(node: Node, name: str) -> Scalar:
    if isinstance(node, Scalar):
        return node
    if isinstance(node, RefusedNode):
        raise FileFaults([])  # the fault of this place is known already
    kind = "a list" if isinstance(node, Sequence) else "a group of fields"
    raise fault(node, f"'{name}' must be a single value, not {kind}")


def _refuse_invisible(node: Node, name: str, text: str, kind: FieldKind) -> None:
    bad = _CONTROL.search(text.replace("\n", "").replace("\t", "") if kind.bulk else text)
    if bad and bad.group() == "\n":
        raise fault(node, f"'{name}' must be a single line; take the line break out")
    if bad:
        raise fault(
            node, f"'{name}' has the invisible character U+{ord(bad.group()):04X} in it; delete it"
        )
