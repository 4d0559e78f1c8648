"""Who is asked for the material of a talk: `@name` in its line, and which talks have nobody."""

import re
from collections.abc import Collection, Iterator, Mapping

from bot.domain.fields import folded

_PART = re.compile(r"(?<=\|)(\s*)@([^|\n]*[^|\s])|^()@([^|\n]*[^|\s])", re.MULTILINE)


def named_in(lines: str, stored: str) -> tuple[str, ...]:
    """The names that stand behind an @ in these lines of talks, and in none that is `stored`."""
    known = {line.strip() for line in stored.splitlines()}
    new = [line.strip() for line in lines.splitlines() if line.strip() not in known]
    found = (name for line in new for name in _names(line))
    return tuple(dict.fromkeys(found))


def with_ids(lines: str, ids: Mapping[str, str]) -> str:
    """The lines with ids in place of these names."""

    def as_id(match: re.Match[str]) -> str:
        space, name = match[1] or "", match[2] or match[4]
        return f"{space}@{ids.get(name, name)}"

    return _PART.sub(as_id, lines)


def who_is(name: str, people: Mapping[str, Collection[str]]) -> str | None:
    """The one of these people (by id, all their names) who is meant; None for nobody or several."""
    if name in people:
        return name
    asked = folded(name)
    found = [user for user, names in people.items() if asked in map(folded, names)]
    return found[0] if len(found) == 1 else None


def _names(line: str) -> Iterator[str]:
    for match in _PART.finditer(line):
        yield match[2] or match[4]
