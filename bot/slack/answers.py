"""What Slack answered, read field by field; an answer that is not as documented says nothing."""

import re
from typing import Any, Protocol

# Ids, times, hashes, cursors and addresses; nothing that a database does not take.
_PLAIN = re.compile(r"[!-~]{1,4000}")


class OddAnswer(Exception):
    """Slack answered something else than it says that it answers; names what is odd."""


class Fields(Protocol):
    """An object of Slack's: the answer itself, or one within it."""

    def get(self, name: str, /) -> Any:
        """What stands in this field; None for nothing."""


def text(fields: Fields, name: str) -> str:
    """An id, address or the like: ASCII without spaces."""
    found = fields.get(name)
    if isinstance(found, str) and _PLAIN.fullmatch(found):
        return found
    raise OddAnswer(name)


def word(fields: Fields, name: str) -> str:
    """A name, in whatever script."""
    if found := words(fields.get(name)):
        return found
    raise OddAnswer(name)


def texts(fields: Fields, name: str) -> list[str]:
    """Several ids."""
    return [text({name: one}, name) for one in _listed(fields, name)]


def item(fields: Fields, name: str) -> dict[str, Any]:
    """An object in an object."""
    return _object(fields.get(name), name)


def items(fields: Fields, name: str) -> list[dict[str, Any]]:
    """Several objects."""
    return [_object(one, name) for one in _listed(fields, name)]


def next_cursor(fields: Fields) -> str:
    """Where the next page begins; empty after the last."""
    metadata = fields.get("response_metadata")
    cursor = _object(metadata, "response_metadata").get("next_cursor") if metadata else None
    return text({"next_cursor": cursor}, "next_cursor") if cursor else ""


def words(found: object) -> str:
    """What somebody wrote; empty where it is no text, and without what is no character."""
    if not isinstance(found, str):
        return ""
    return found.encode("utf-8", "replace").decode().replace("\0", "")


def _listed(fields: Fields, name: str) -> list[Any]:
    found = fields.get(name)
    if isinstance(found, list):
        return found
    raise OddAnswer(name)


def _object(found: object, name: str) -> dict[str, Any]:
    if isinstance(found, dict):
        return found
    raise OddAnswer(name)
