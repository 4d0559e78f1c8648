"""Markdown as pages are read: with tables, bare addresses and HTML's links, but no other HTML."""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# A link as HTML writes it, on a line or several; one that is not closed ends with the paragraph.
_ANCHOR = re.compile(
    r"<a\s(?:[^<>]*\s)?href\s*=\s*(?P<quote>[\"']?)(?P<href>[^\"'<>\s]*)(?P=quote)[^<>]*>"
    r"(?P<text>.*?)(?:</a\s*>|(?=<a\s)|\Z)",
    re.DOTALL | re.IGNORECASE,
)

# HTML that says how something looks, or shows what lies elsewhere: no link, whatever it names.
_SHOWN = re.compile(
    r"<(?!a\s)[a-z][a-z0-9-]*\s[^<>]*\b(?:src|srcset|href|poster|data|action|cite)\s*=[^<>]*>"
    r"|</?(?:p|div|center|span|font|b|i|u|em|strong|sub|sup|kbd|details|summary|figure|picture"
    r"|figcaption|iframe|video|audio|h[1-6]|(?P<between>br|hr|li|td|th|tr))(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


class _Reader(MarkdownIt):
    """Addresses stay as they are written."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"linkify": True})
        # tags such as Notion's <aside> are taken for text, so that what stands in them is read
        self.enable(["linkify", "table"]).disable(["html_block", "html_inline"])
        self.inline.ruler.before("autolink", "anchor", _anchor)
        self.inline.ruler.before("autolink", "shown", _shown)
        assert self.linkify is not None
        self.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
        for schema in ("mailto:", "//"):  # these lead to no web page, and stay what is said
            self.linkify.add(schema, None)

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        """The address as it is."""
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """Every link is looked at, so that those that are left out are told of."""
        return True


def _anchor(state: StateInline, silent: bool) -> bool:
    """Take `<a href="…">text</a>` for the link that it is; a rule of the library's."""
    found = _ANCHOR.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        end = state.posMax
        state.push("link_open", "a", 1).attrs = {"href": unescapeAll(found["href"])}
        state.pos, state.posMax = found.span("text")
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
        state.posMax = end
    state.pos = found.end()
    return True


def _shown(state: StateInline, silent: bool) -> bool:
    """Pass over pictures, frames and how something looks in HTML; a rule of the library's."""
    found = _SHOWN.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if found["between"] and not silent:
        state.pending += " "
    state.pos = found.end()
    return True


_READER = _Reader()


def parsed(text: str) -> list[Token]:
    """What a page consists of, in its order."""
    return _READER.parse(text)
