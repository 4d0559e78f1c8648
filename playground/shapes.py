"""A small vocabulary to say what a JSON object must look like, and to name every fault in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class ShapeFaults:
    """The faults found so far, in Slack's words, each with a pointer to its place."""

    found: list[str] = field(default_factory=list)

    def add(self, fault: str, path: str) -> None:
        """Notes a fault at a JSON pointer."""
        self.found.append(f"{fault} [json-pointer:{path}]")


Check = Callable[[object, str, ShapeFaults], None]


@dataclass(frozen=True)
class Shape:
    """What an object may hold: `required` and `optional` fields; `also` looks at the whole."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    also: tuple[Check, ...] = ()

    def __call__(self, value: object, path: str, faults: ShapeFaults) -> None:
        """Notes every fault of `value` against this shape."""
        if not isinstance(value, dict):
            faults.add("must be an object", path)
            return
        for name, check in self.required.items():
            if value.get(name) is None:
                faults.add(f"missing required field: {name}", path)
            else:
                check(value[name], f"{path}/{name}", faults)
        for name, given in value.items():
            if name in self.required or name == "type":
                continue
            if name not in self.optional:
                faults.add(f"invalid additional property: {name}", path)
            elif given is not None:
                self.optional[name](given, f"{path}/{name}", faults)
        for check in self.also:
            check(value, path, faults)


def text(most: int, least: int = 0) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: object, path: str, faults: ShapeFaults) -> None:
        if not isinstance(value, str):
            faults.add("must be a string", path)
        elif len(value) > most:
            faults.add(f"must be less than {most + 1} characters", path)
        elif len(value) < least:
            faults.add(f"must be more than {least - 1} characters", path)

    return check


def url(most: int) -> Check:
    """An http or https address of at most `most` characters."""
    length = text(most, 1)

    def check(value: object, path: str, faults: ShapeFaults) -> None:
        length(value, path, faults)
        if isinstance(value, str) and value:
            try:
                parts = urlsplit(value)
            except ValueError:
                faults.add("invalid url", path)
                return
            if parts.scheme not in ("http", "https") or not parts.netloc or " " in value:
                faults.add("invalid url", path)

    return check


def boolean(value: object, path: str, faults: ShapeFaults) -> None:
    """True or false; a 1 or "true" is not."""
    if not isinstance(value, bool):
        faults.add("must be a boolean", path)


def integer(least: int, most: int) -> Check:
    """A whole number from `least` to `most`."""

    def check(value: object, path: str, faults: ShapeFaults) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            faults.add("must be an integer", path)
        elif not least <= value <= most:
            faults.add(f"must be between {least} and {most}", path)

    return check


def matching(matches: Callable[[str], bool], what: str) -> Check:
    """A string for which `matches` is true; `what` says what was expected."""

    def check(value: object, path: str, faults: ShapeFaults) -> None:
        if not isinstance(value, str):
            faults.add("must be a string", path)
        elif not matches(value):
            faults.add(f"must be {what}", path)

    return check


def one_of(*allowed: str) -> Check:
    """One of a few strings."""

    def check(value: object, path: str, faults: ShapeFaults) -> None:
        if value not in allowed:
            faults.add(f"must be one of: {', '.join(allowed)}", path)

    return check


def array(item: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` items."""

    def check(value: object, path: str, faults: ShapeFaults) -> None:
        if not isinstance(value, list):
            faults.add("must be an array", path)
            return
        if len(value) > most:
            faults.add(f"no more than {most} items allowed", path)
        if len(value) < least:
            faults.add(f"no fewer than {least} items allowed", path)
        for number, each in enumerate(value[:most]):
            item(each, f"{path}/{number}", faults)

    return check


def by_type(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of the shapes it must have."""

    def check(value: object, path: str, faults: ShapeFaults) -> None:
        if not isinstance(value, dict):
            faults.add("must be an object", path)
            return
        kind = value.get("type")
        shape = shapes.get(kind) if isinstance(kind, str) else None
        if kind is None:
            faults.add("missing required field: type", path)
        elif shape is None:
            faults.add(f"unsupported type: {kind}", f"{path}/type")
        else:
            shape(value, path, faults)

    return check


def exactly_one(*names: str) -> Check:
    """Of these fields one must be there, and only one."""

    def check(value: object, path: str, faults: ShapeFaults) -> None:
        given = [n for n in names if isinstance(value, dict) and value.get(n) is not None]
        if len(given) != 1:
            faults.add(f"must define exactly one of: {', '.join(names)}", path)

    return check


def at_least_one(*names: str) -> Check:
    """Of these fields at least one must be there."""

    def check(value: object, path: str, faults: ShapeFaults) -> None:
        if not any(isinstance(value, dict) and value.get(n) is not None for n in names):
            faults.add(f"must define either {' or '.join(f'`{n}`' for n in names)}", path)

    return check
