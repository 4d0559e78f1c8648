"""The one door for texts from Slack: what is typed, pasted, chosen or named comes through here."""

from typing import Any

from bot.domain.invisible_signs import readable


def clean(payload: dict[str, Any]) -> None:
    """Take what no database and no eye can use out of every text in a payload, however deep.

    What the bot itself wrote into it has nothing of the kind, and stays as it is.
    """
    waiting: list[Any] = [payload]
    while waiting:
        part = waiting.pop()
        for place, value in part.items() if isinstance(part, dict) else enumerate(part):
            if isinstance(value, str):
                part[place] = readable(value)
            elif isinstance(value, dict | list):
                waiting.append(value)
