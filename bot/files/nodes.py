"""What a YAML or JSON file holds, as nodes that each know their line.

Scalars stay the text that was written: YAML's own reading of them (011 is 9, no is false,
15:00:00 is a time but 15:00 is not) is never asked for.
"""

from dataclasses import dataclass

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})  # yaml.org/type/null.html


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as written; `quoted` if it stood in quotes or as a block of text."""

    text: str
    line: int
    quoted: bool = False

    @property
    def is_null(self) -> bool:
        """Whether nothing is meant: `~`, `null`, or no value at all, without quotes."""
        return not self.quoted and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Names and their values in the order of the file, doubled names included."""

    pairs: tuple[tuple["Node", "Node"], ...]
    line: int


@dataclass(frozen=True, slots=True)
class RefusedNode:
    """A place whose fault is already known: an alias, or a value with a tag."""

    line: int


Node = Scalar | Sequence | Mapping | RefusedNode
