"""Slack's mrkdwn as a sort of text of its own, so that nothing written becomes markup by chance."""

import html
import re


class Markup(str):
    """Text in Slack's mrkdwn that is to be taken as it is."""

    __slots__ = ()


# A mention, a channel or an address, as Slack writes them; never <!channel> and its like.
# https://docs.slack.dev/messaging/formatting-message-text#advanced
_TOKEN = re.compile(
    r"(<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|https?://[^<>|\s]+|mailto:[^<>|\s]+)(?:\|[^<>]*)?>)"
)

# The same with a name, which is what people read.
_NAMED = re.compile(r"<[^<>|]*\|([^<>]*)>")


def escape(text: str) -> Markup:
    """`text`, written by somebody, so that Slack shows it as written: no link, no <!channel>.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    if isinstance(text, Markup):
        return text
    return Markup(html.escape(text, quote=False))


def unescape(text: str) -> str:
    """What `escape` was given."""
    return html.unescape(text)


def plain(text: str) -> str:
    """A sentence of ours in mrkdwn as plain text, for places that know no markup."""
    return html.unescape(text.replace("*", ""))


def as_words(text: str) -> str:
    """`text` from Slack with the names of people, channels and addresses in place of them."""
    return _NAMED.sub(r"\1", text)


def safe(text: str) -> Markup:
    """`text` that came from Slack: its links and mentions stay, all else is shown as written.

    Slack has escaped it already where the manifest says `should_escape`; twice would show.
    """
    parts = _TOKEN.split(text)
    return Markup(
        "".join(
            part if position % 2 else escape(html.unescape(part))
            for position, part in enumerate(parts)
        )
    )
