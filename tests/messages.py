"""Messages with links, as Slack gives them."""

from typing import Any

TALK = "https://youtu.be/abc?t=1&list=2"
PREVIEW = {
    "from_url": "https://youtu.be/abc?t=1&list=2&utm_source=x",
    "original_url": TALK,
    "title": "Das Video &amp; mehr",
    "title_link": "https://youtube.com/watch?v=abc",
    "text": "Beschreibung <https://nothing.example>",
}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    """A message that somebody typed: Slack's editor makes a block of rich text of it."""
    section = {"type": "rich_text_section", "elements": list(elements)}
    return {"blocks": [{"type": "rich_text", "elements": [section]}]}


def link(url: str, text: str | None = None) -> dict[str, Any]:
    """A link in rich text, under these words if there are any."""
    return {"type": "link", "url": url} | ({"text": text} if text else {})
