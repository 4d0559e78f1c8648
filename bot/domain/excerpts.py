"""The beginning of a long text, cut where it hurts least."""

import re

from bot.domain.rich_text import spans_of_markup

LIMIT = 300  # characters: what one sees at a glance, and still finds one's own answer below
_LEAST = LIMIT // 2  # a beginning that ends sooner says too little
_SENTENCE = re.compile(r"[.!?…:][\"“”»«)]*(?=\s)|(?=\n)")


def excerpt(text: str) -> str:
    """`text` if it is short; else its beginning of at most LIMIT characters, with an ellipsis.

    It ends with a sentence, or else with a word; markup that it would cut in two is left out.
    """
    if len(text) <= LIMIT:
        return text
    room = LIMIT - len(" …")
    for start, end in spans_of_markup(text):
        if start < room < end and start:
            room = start
    sentences = [found.end() for found in _SENTENCE.finditer(text, 0, room + 1)]
    words = [found.start() for found in re.finditer(r"\s", text[: room + 1])]
    ends = [end for end in (*sentences[-1:], *words[-1:]) if min(_LEAST, room) <= end <= room]
    kept = text[: ends[0] if ends else room].rstrip()
    return f"{kept} …"
