"""Comments in a page (`<!-- … -->`): what stands in them is meant for nobody, and is blanked.

As in CommonMark, code comes first, and so does a sign with a backslash before it.
https://spec.commonmark.org/0.31.2/#html-comment
"""

import re
from collections.abc import Iterator

# What is looked at, whichever comes first: a fence, which may stand in a list or a quotation; a
# sign held back; a run of backticks; the beginning of a comment.
_NEXT = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})"
    r"|\\."
    r"|(?P<code>`+)"
    r"|(?P<comment><!--)",
    re.MULTILINE | re.DOTALL,
)
_PARAGRAPHS_END = re.compile(r"\n[ \t>]*\n")
_SHORTEST = re.compile("<!---?>")
_INDENT = re.compile(r"[ \t]{0,3}")


def without_comments(text: str) -> tuple[str, int | None]:
    """`text` with all lines but no comments; and the line of one that has no end.

    A comment that begins a line and has no end hides all that follows; elsewhere it is text.
    """
    kept: list[str] = []
    done, unended = 0, None
    for begin, end in _comments(text):
        if end is None:
            unended = text.count("\n", 0, begin) + 1
        kept.append(text[done:begin])
        done = len(text) if end is None else end
        kept.append("\n" * text.count("\n", begin, done))
    return "".join((*kept, text[done:])), unended


def _comments(text: str) -> Iterator[tuple[int, int | None]]:
    """Where each comment begins and ends."""
    place, have_ends = 0, True
    while found := _NEXT.search(text, place):
        place = found.end()
        if found["fence"]:
            place = _behind_fence(text, found["fence"], place)
        elif found["code"]:
            place = _behind_code(text, found["code"], place)
        elif found["comment"]:
            end = _behind_comment(text, found.start()) if have_ends else None
            have_ends = end is not None
            if end is not None:
                yield found.start(), end
                place = end
            elif _begins_line(text, found.start()):
                yield found.start(), None
                return


def _behind_fence(text: str, fence: str, place: int) -> int:
    """Where the code ends that a fence begins: at one as long, or with the page."""
    closing = re.compile(rf"^[ \t>]*{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
    found = closing.search(text, place)
    return found.end() if found else len(text)


def _behind_code(text: str, run: str, place: int) -> int:
    """Where the code in a paragraph ends that so many backticks begin; `place` if it is none."""
    paragraph = _PARAGRAPHS_END.search(text, place)
    end = paragraph.start() if paragraph else len(text)
    found = re.compile(rf"(?<!`){run}(?!`)").search(text, place, end)
    return found.end() if found else place


def _behind_comment(text: str, begin: int) -> int | None:
    """Where the comment ends that begins there."""
    if shortest := _SHORTEST.match(text, begin):
        return shortest.end()
    end = text.find("-->", begin + len("<!--"))
    return None if end < 0 else end + len("-->")


def _begins_line(text: str, place: int) -> bool:
    line = text.rfind("\n", 0, place) + 1
    return _INDENT.fullmatch(text, line, place) is not None
