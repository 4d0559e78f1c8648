"""A small vocabulary to say what a JSON object must look like, and to name every fault in it.

A fault is in Slack's words, with a pointer to its place.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

# A value and its place in; each fault out.
Check = Callable[[Any, str], Iterator[str]]


def fault(what: str, path: str) -> str:
    """A fault at a JSON pointer."""
    return f"{what} [json-pointer:{path}]"


def must(holds: Callable[[Any], bool], what: str) -> Check:
    """A value for which `holds` is true; `what` is said when it is not."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not holds(value):
            yield fault(what, path)

    return check


@dataclass(frozen=True)
class Shape:
    """What an object may hold: `required` and `optional` fields; `also` looks at the whole."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    also: tuple[Check, ...] = ()

    def __call__(self, value: Any, path: str) -> Iterator[str]:
        """Every fault of `value` against this shape."""
        if not isinstance(value, dict):
            yield fault("must be an object", path)
            return
        for name, check in self.required.items():
            if value.get(name) is None:
                yield fault(f"missing required field: {name}", path)
            else:
                yield from check(value[name], f"{path}/{name}")
        for name, given in value.items():
            if name in self.required or name == "type":
                continue
            if name not in self.optional:
                yield fault(f"invalid additional property: {name}", path)
            elif given is not None:
                yield from self.optional[name](given, f"{path}/{name}")
        for check in self.also:
            yield from check(value, path)


def text(most: int, least: int = 0) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must be a string", path)
        elif len(value) > most:
            yield fault(f"must be less than {most + 1} characters", path)
        elif len(value) < least:
            yield fault(f"must be more than {least - 1} characters", path)

    return check


def url(most: int) -> Check:
    """An http or https address of at most `most` characters."""
    length = text(most, 1)

    def check(value: Any, path: str) -> Iterator[str]:
        yield from length(value, path)
        if isinstance(value, str) and value and not _is_address(value):
            yield fault("invalid url", path)

    return check


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in value


boolean = must(lambda value: isinstance(value, bool), "must be a boolean")


def integer(least: int, most: int) -> Check:
    """A whole number from `least` to `most`."""

    def check(value: Any, path: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield fault("must be an integer", path)
        elif not least <= value <= most:
            yield fault(f"must be between {least} and {most}", path)

    return check


def matching(matches: Callable[[str], bool], what: str) -> Check:
    """A string for which `matches` is true; `what` says what was expected."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must be a string", path)
        elif not matches(value):
            yield fault(f"must be {what}", path)

    return check


def one_of(*allowed: str) -> Check:
    """One of a few strings."""
    return must(lambda value: value in allowed, f"must be one of: {', '.join(allowed)}")


def array(item: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` items."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must be an array", path)
            return
        if len(value) > most:
            yield fault(f"no more than {most} items allowed", path)
        if len(value) < least:
            yield fault(f"no fewer than {least} items allowed", path)
        for number, each in enumerate(value[:most]):
            yield from item(each, f"{path}/{number}")

    return check


def by_type(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of the shapes it must have."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must be an object", path)
            return
        kind = value.get("type")
        shape = shapes.get(kind) if isinstance(kind, str) else None
        if kind is None:
            yield fault("missing required field: type", path)
        elif shape is None:
            yield fault(f"unsupported type: {kind}", f"{path}/type")
        else:
            yield from shape(value, path)

    return check


def _given(names: tuple[str, ...], value: Mapping[str, Any]) -> int:
    return sum(value.get(name) is not None for name in names)


def exactly_one(*names: str) -> Check:
    """Of an object's fields of these names one must be there, and only one."""
    what = f"must define exactly one of: {', '.join(names)}"
    return must(lambda value: _given(names, value) == 1, what)


def at_least_one(*names: str) -> Check:
    """Of an object's fields of these names at least one must be there."""
    what = f"must define either {' or '.join(f'`{n}`' for n in names)}"
    return must(lambda value: _given(names, value) > 0, what)
