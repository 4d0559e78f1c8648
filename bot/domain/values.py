"""What the bot writes into buttons and forms, and reads when it comes back from outside."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.domain.ids import EventNumber
from bot.domain.limits import LARGEST_NUMBER

T = TypeVar("T")
U = TypeVar("U")
RowId = TypeVar("RowId", bound=int)
Choice = TypeVar("Choice", bound=StrEnum)

_LARGEST_ROW = 999_999_999
_LARGEST_KEPT = 2**31  # what both databases take as a whole number


class NotOurs(ValueError):
    """What came back is nothing that the bot writes: it is from another time, or forged."""


def whole(written: str, largest: int, least: int = 1) -> int:
    """The number from `least` to `largest` that `written` is, in plain digits. Raises NotOurs."""
    digits = written.isascii() and written.isdigit() and len(written) <= len(str(largest))
    if not digits or not least <= int(written) <= largest:
        raise NotOurs(written)
    return int(written)


def number(written: str) -> EventNumber:
    """The number of an event. Raises NotOurs."""
    return EventNumber(whole(written, LARGEST_NUMBER))


def number_or_zero(written: str) -> EventNumber:
    """The number of an event, or 0, which none has. Raises NotOurs."""
    return EventNumber(whole(written, LARGEST_NUMBER, 0))


def number_or_none(written: str) -> EventNumber | None:
    """The number of an event; None for anything else, such as a menu's entry for none."""
    try:
        return number(written)
    except NotOurs:
        return None


def page(written: str) -> int:
    """The page of a list, counted from 1. Raises NotOurs."""
    return whole(written, LARGEST_NUMBER)


def turn(written: str) -> int:
    """How often something was done before, counted from 0. Raises NotOurs."""
    return whole(written, 9, 0)


def page_or_first(written: str) -> int:
    """The page of a list, counted from 1; the first for anything else."""
    return number_or_none(written) or 1


def row(kind: Callable[[int], RowId]) -> Callable[[str], RowId]:
    """Reads the id of a row in the database."""
    return lambda written: kind(whole(written, _LARGEST_ROW))


def id_or_zero(kind: Callable[[int], RowId]) -> Callable[[str], RowId]:
    """Reads the id of a row; 0, which none has, for anything else."""

    def read(written: str) -> RowId:
        try:
            return row(kind)(written)
        except NotOurs:
            return kind(0)

    return read


def day(written: str) -> date:
    """A day as in `2026-12-07`. Raises NotOurs."""
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise NotOurs(written) from error


def one_of(choices: type[Choice]) -> Callable[[str], Choice]:
    """Reads one of the values of an enumeration."""

    def read(written: str) -> Choice:
        if written not in list(choices):
            raise NotOurs(written)
        return choices(written)

    return read


def joined(*parts: object) -> str:
    """Several values as one, to be read by `pair`."""
    return ":".join(map(str, parts))


def pair(first: Callable[[str], T], second: Callable[[str], U]) -> Callable[[str], tuple[T, U]]:
    """Reads two values that were joined, each by its own."""

    def read(written: str) -> tuple[T, U]:
        before, colon, after = written.partition(":")
        if not colon:
            raise NotOurs(written)
        return first(before), second(after)

    return read


def packed(state: Any) -> str:
    """A dataclass as a view's private_metadata or a button's value, to be read by `unpacked`."""
    return json.dumps(asdict(state), ensure_ascii=False, separators=(",", ":"))


def unpacked(kind: type[T]) -> Callable[[str], T]:
    """Reads what was packed of a dataclass; a field that is not there has its default.

    What it gives raises NotOurs for values of other types than those of the fields.
    """
    hints = get_type_hints(kind)

    def read(written: str) -> T:
        try:
            found: dict[str, Any] = json.loads(written)
            there = {name: _as(hints[name], found[name]) for name in hints.keys() & found.keys()}
            return kind(**there)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise NotOurs(written) from error

    return read


def _as(hint: Any, value: Any) -> Any:
    """`value`, as JSON has it, as a value of the type `hint`; raises NotOurs."""
    hint, kinds = getattr(hint, "__supertype__", hint), get_args(hint)
    if get_origin(hint) in (Union, UnionType):  # `| None` of a NewType is a Union
        hint = next((kind for kind in kinds if (value is None) is (kind is type(None))), hint)
        return _as(hint, value)
    if get_origin(hint) is tuple and isinstance(value, list):
        of_each = kinds[:1] * len(value) if kinds[-1] is Ellipsis else kinds
        return tuple(_as(kind, one) for kind, one in zip(of_each, value, strict=True))
    if get_origin(hint) is dict and isinstance(value, dict):
        return {name: _as(kinds[1], one) for name, one in value.items()}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    whole_number = hint is int and type(value) is int and abs(value) < _LARGEST_KEPT
    if whole_number or (hint in (str, bool, type(None)) and type(value) is hint):
        return value
    raise NotOurs(str(value))
