"""A question in free words → its terms, each of which an item may have or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.search import kinds, numbers
from bot.domain.search.fillers import FILLERS
from bot.domain.search.folding import Token, clean, forms, parts, tokens

# Ours: nobody half remembers more than that, and each word costs a look into the index.
MOST_TERMS = 10
MOST_CHARACTERS = 400
_LABCAMP = ("labcamp", "labcamps", "lc")
_LABCAMP_NUMBER = re.compile(r"(?:labcamp|lc)0*([1-9][0-9]{0,3})")
_LARGEST_EVENT = 999  # as a bare number; a greater one is a year or the like


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for: an item has it in any of these ways.

    `words` are folded and compared with all likeness; `marks` are words of the index itself, such
    as `#4`. `asked` is how it was written.
    """

    asked: str
    words: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """What is asked for; nothing at all for a text without words.

    Fillers are among the terms only where there is nothing else.
    """

    terms: tuple[Term, ...] = ()


def question(text: str) -> SearchQuestion:
    """What `text` asks for. Never raises, whatever it is."""
    written = clean(text)[:MOST_CHARACTERS]
    found = list(tokens(written))
    shouted = written.upper() == written
    asked: dict[tuple[tuple[str, ...], tuple[str, ...]], Term] = {}
    fillers: dict[tuple[tuple[str, ...], tuple[str, ...]], Term] = {}
    for term, token in _terms(written, found):
        abbreviation = token.written.isupper() and len(token.written) > 1 and not shouted
        is_filler = not term.marks and not abbreviation and set(term.words) <= FILLERS
        (fillers if is_filler else asked).setdefault((term.words, term.marks), term)
    kept = asked or fillers
    return SearchQuestion(tuple(kept.values())[:MOST_TERMS])


def _terms(written: str, found: list[Token]) -> Iterator[tuple[Term, Token]]:
    position = 0
    while position < len(found):
        token = found[position]
        after = found[position + 1] if position + 1 < len(found) else None
        position += 1
        if after and token.forms[0] in _LABCAMP and (number := _named_number(after)):
            position += 1
            yield _event(number, written[token.start : after.end]), token
        elif after and after.forms[0] in _LABCAMP and (number := numbers.digits(token.forms[0])):
            position += 1  # "beim 4. LabCamp"
            yield _event(number, token.written), token
        elif match := _LABCAMP_NUMBER.fullmatch(token.forms[0]):
            yield _event(int(match[1]), token.written), token
        elif token.start and written[token.start - 1] == "#" and numbers.digits(token.forms[0]):
            yield _event(int(token.forms[0]), f"#{token.written}"), token
        else:
            yield from ((term, token) for term in _of_words(token))


def _of_words(token: Token) -> Iterator[Term]:
    """The terms of one written word: `KI-Strategie` asks for both of its parts."""
    pieces = parts(token.written)
    if len(pieces) < 2 or any(len(piece) < 2 for piece in pieces):
        yield Term(token.written, forms(token.written)[:1], _marks(token.forms[0]))
        return
    for piece in pieces:
        yield Term(piece, (piece,), _marks(piece))


def _marks(word: str) -> tuple[str, ...]:
    kind = kinds.OF_WORD.get(word)
    if kind is not None:
        return (kinds.kind_word(kind),)
    number = numbers.ordinal(word) or numbers.digits(word)
    return (numbers.event_word(number),) if number and number <= _LARGEST_EVENT else ()


def _named_number(token: Token) -> int | None:
    """The number behind the word LabCamp, in digits or words."""
    word = token.forms[0]
    return numbers.digits(word) or numbers.ordinal(word) or numbers.CARDINALS.get(word)


def _event(number: int, asked: str) -> Term:
    return Term(asked, marks=(numbers.event_word(number),))


def words_of(text: str) -> str:
    """`text` as it is repeated to whoever asked: clean, on one line, not too long."""
    return " ".join(clean(text).split())[:MOST_CHARACTERS]
