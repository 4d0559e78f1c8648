"""JSON, and the one way to read what arrives as a string of it."""

import json
from typing import Any

from playground.errors import SlackSaysNo

Json = dict[str, Any]


def json_value(given: Any, error: str) -> Any:
    """What a string or bytes hold, or any other value as it is; SlackSaysNo `error` for no JSON."""
    if not isinstance(given, str | bytes):
        return given
    try:
        return json.loads(given if isinstance(given, str) else given.decode())
    except ValueError:
        raise SlackSaysNo(error) from None
