"""What somebody wrote, in Markdown: nothing of it becomes a heading, a list, a link or the like."""

import re

# What Markdown, or GitHub's dialect of it, takes for more than text; anywhere and at a line's
# beginning. https://spec.commonmark.org/0.31.2/#backslash-escapes
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|]|:(?=//)")
_BEGINNING = re.compile(r"^(?:[#+\-=:>]|[0-9]+(?=[.)]))")
_AT_A_HEADINGS_END = re.compile(r"(?:^|(?<=\s))#+$")
_IN_ADDRESS = re.compile(r"[\\<>&]")


def text(written: str) -> str:
    """`written` as somebody wrote it: nothing in it is markup."""
    return _MARKUP.sub(r"\\\g<0>", written)


def heading(written: str) -> str:
    """The text of a heading; `#` at its end would be taken for the heading's own."""
    return _AT_A_HEADINGS_END.sub(r"\\\g<0>", text(written))


def line(written: str) -> str:
    """A line of its own, of which nothing becomes a heading, a list or the like."""
    return _BEGINNING.sub(_held_back, text(written.strip()))


def anywhere(written: str) -> str:
    """A line, or a part of one, wherever it comes to stand: in a heading, a list, a paragraph."""
    return _BEGINNING.sub(_held_back, heading(written.strip()))


def _held_back(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def address(url: str) -> str:
    """An address as the target of a link."""
    escaped = _IN_ADDRESS.sub(r"\\\g<0>", url)
    return f"<{escaped}>" if escaped != url or "(" in url or ")" in url else url
