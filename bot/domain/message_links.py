"""The links of a Slack message, wherever in it they stand, and what they are called there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.domain import limits
from bot.domain.addresses import is_web_address, normalised_url
from bot.domain.announcement_remarks import is_vague
from bot.domain.fields import clean
from bot.domain.markup import unescape

_LINK = re.compile(r"<(https?://[^<>|\s]+)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link of a message; `title` is what it is called there, empty if nothing says so."""

    url: str
    title: str = ""


def links_in(message: Mapping[str, Any]) -> tuple[FoundLink, ...]:
    """The links to web pages in a message as Slack sends it, each once, as they stand there.

    Links to messages in Slack are none: nobody outside of the channel can follow them. A link is
    called by its words; where those say nothing, by the title of Slack's preview.
    https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
    """
    found: dict[str, FoundLink] = {}
    for url, words in [*_links(message.get("blocks")), *_mrkdwn(message.get("text"))]:
        _add(found, url, words)
    attachments = message.get("attachments")
    for attachment in attachments if isinstance(attachments, list) else []:
        if isinstance(attachment, dict):
            _add_attachment(found, attachment)
    return tuple(found.values())


def _add(found: dict[str, FoundLink], url: str, words: str) -> None:
    if not is_web_address(url) or len(url) > limits.URL or _is_in_slack(url):
        return
    title = _title(words, url)
    known = found.get(normalised_url(url))
    if known is None or (title and not known.title):
        found[normalised_url(url)] = FoundLink(known.url if known else url, title)


def _add_attachment(found: dict[str, FoundLink], attachment: Mapping[str, Any]) -> None:
    """What a preview, an app's post or a message that was passed on brings along.

    https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
    """
    own = next(
        (
            _string(attachment[key])
            for key in ("original_url", "from_url", "title_link")
            if attachment.get(key)
        ),
        "",
    )
    _add(found, own, unescape(_string(attachment.get("title"))))
    for key in ("blocks", "message_blocks"):
        for url, words in _links(attachment.get(key)):
            _add(found, url, words)
    for url, words in _mrkdwn(attachment.get("text")):
        _add(found, url, words)


def _links(part: Any) -> Iterator[tuple[str, str]]:
    """All links in blocks, with their words."""
    if isinstance(part, list):
        for one in part:
            yield from _links(one)
    if not isinstance(part, dict):
        return
    if part.get("type") == "mrkdwn":
        yield from _mrkdwn(part.get("text"))
    elif part.get("type") == "link":
        yield _string(part.get("url")), _string(part.get("text"))
    elif part.get("type") == "button" and part.get("url"):
        text = part.get("text")
        yield _string(part["url"]), _string(text.get("text") if isinstance(text, dict) else "")
    else:
        for one in part.values():
            yield from _links(one)


def _mrkdwn(text: object) -> Iterator[tuple[str, str]]:
    for url, words in _LINK.findall(_string(text)):
        yield unescape(url), unescape(words)


def _title(words: str, url: str) -> str:
    """What the words of a link say of it: nothing when they are an address, or just "here"."""
    line = " ".join(clean(words).split())
    without_scheme = url.partition("://")[2]
    if is_vague(line) or is_web_address(line) or without_scheme.startswith(line.rstrip("…/")):
        return ""
    return line if len(line) <= limits.TITLE else f"{line[: limits.TITLE - 1].rstrip()}…"


def _is_in_slack(url: str) -> bool:
    parts = urlsplit(url)
    return (parts.hostname or "").endswith(".slack.com") and parts.path.startswith("/archives/")


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
