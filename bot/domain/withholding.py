"""What is taken out of a text before anybody but its owner reads it: secrets, and ids of people."""

import re

# Slack's tokens, its signing secrets, users and passwords in addresses, addresses that are secrets
# themselves. https://docs.slack.dev/authentication/tokens
_SECRET = re.compile(
    r"\bx(?:ox[a-z]|app)[-.][A-Za-z0-9][\w.-]*"
    r"|\b[0-9a-f]{32}\b"
    r"|(?<=//)[^/@\s]+(?=@)"
    r"|(?<=hooks\.slack\.com/)[^\s\"']+"
    r"|(?<=/calendar/)[\w-]+"
    r"|(?<=ticket=)[^\s\"'&]+"
)
# People, and channels that are direct messages.
_PERSON = re.compile(r"\b[UWD](?=[A-Z0-9]*[0-9])[A-Z0-9]{4,}\b")


def without_secrets(text: str) -> str:
    """The text without what gives access to something."""
    return _SECRET.sub("…", text)


def without_people(text: str) -> str:
    """The text without Slack's ids of people and of direct messages."""
    return _PERSON.sub(lambda found: f"{found[0][0]}…", text)
