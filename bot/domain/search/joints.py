"""Whether a word is a part of a compound: what is left of it must be a word, or may be one.

*labor* is a part of *Innovationslabor* and none of *Kollaboration*. Without a dictionary that is
told by the words that are stored, and for those that are not by the letters with which German and
English words begin and end. All words are flat.
"""

import re
from collections.abc import Callable

from bot.domain.search.ranking import Likeness

_LINKS = ("", "s", "n", "e", "en", "er", "es")  # between the parts of a compound
_SHORTEST = 3  # letters of a part
# Letters of a part that no item has as a word: fewer are too easily a piece of another.
_UNKNOWN = 4
# More than one consonant, as words end and begin.
_ENDINGS = """
    bb bst bt ch chs cht ck cks ckt ct dt ff fs fst ft fts gd gg ght gn gs gst gt hl hlt hm hn
    hnt hr hrn hrs hrt ht ks kst kt lb lbst lch ld lf lft lg lk ll lm ln lp ls lsch lst lt lth
    lz mb md mft mm mmt mn mp mpf mpt ms mt nch nct nd nft ng ngs ngst ngt nk nkt nn ns nsch nst
    nt nth nv nz pf ph pp ps pt rb rbst rch rd rdt rf rft rg rgt rk rkt rl rld rm rn rnt rp rr
    rs rsch rst rt rth rv rz rzt sch sh sk sp ss sst st tch th thm ts tsch tt tz tzt wn xt zt zz
"""
_ONSETS = """
    bl br ch chl chr cl cr dr fl fr gh gl gn gr kl kn kr pf pfl pfr ph phr pl pr ps rh sc sch
    schl schm schn schr schw scr sh shr sk sl sm sn sp spl spr sq st str sw sz th thr tr ts tsch
    tw vl vr wh wr zw
"""
_ENDING = re.compile(rf"[aeiouy](?:{'|'.join(_ENDINGS.split())}|[^aeiouy])?s?$")
_BEGINNING = re.compile(
    rf"(?:{'|'.join(_LINKS)})(?=.{{{_UNKNOWN}}})(?!i[aeou]|u[aeou])"
    rf"(?:{'|'.join(_ONSETS.split())}|[^aeiouy])?[aeiouy]"
)
_LINKED = re.compile(
    rf"(?:s|n|en|es)(?=.{{{_UNKNOWN}}})(?:{'|'.join(_ONSETS.split())}|[^aeiouy])[aeiouy]"
)
_ISCH = re.compile("isch(?:e[mnrs]?)?$")
_OPEN_SYLLABLE = re.compile("[aiou]s?$")


def as_part(part: str, word: str, known: Callable[[str], bool]) -> Likeness | None:
    """How a longer `word` that holds `part` is like it; None where it stands inside a part.

    `known` tells whether there is such a word, or one with such a stem.
    """
    if word.startswith(part):
        rest = word[len(part) :]
        joined = _looks_second(rest) or _is_second(rest, known)
        return Likeness.PREFIX if joined else Likeness.BEGINNING
    if word.endswith(part):
        rest = word[: -len(part)]
        return Likeness.PART if _looks_first(rest, part) or _is_first(rest, known) else None
    if len(part) <= _SHORTEST:
        return None
    before, _, after = word.partition(part)
    if len(part) > _UNKNOWN and _looks_linked(before, after):
        return Likeness.PART
    proven = (_is_first(before, known), _is_second(after, known))
    inside = (proven[0] and (proven[1] or _looks_second(after))) or (
        proven[1] and _looks_first(before, part)
    )
    return Likeness.PART if inside else None


def _is_first(rest: str, known: Callable[[str], bool]) -> bool:
    return any(
        known(rest.removesuffix(link)) for link in _LINKS if _may_have(rest, link, str.endswith)
    )


def _is_second(rest: str, known: Callable[[str], bool]) -> bool:
    return any(
        known(rest.removeprefix(link)) for link in _LINKS if _may_have(rest, link, str.startswith)
    )


def _may_have(rest: str, link: str, has: Callable[[str, str], bool]) -> bool:
    return has(rest, link) and len(rest) - len(link) >= _SHORTEST


def _looks_first(rest: str, part: str) -> bool:
    """Whether a word might end as `rest` does, before `part`."""
    if len(rest) < (_UNKNOWN if len(part) <= _SHORTEST else _SHORTEST):
        return False
    if _ISCH.search(part) and _OPEN_SYLLABLE.search(rest):
        return False  # polit-isch and statist-isch: these are no tables
    return _ENDING.search(rest) is not None


def _looks_linked(before: str, after: str) -> bool:
    """Whether a part between these has a linking element behind it: Feucht-wiese-n-kataster."""
    linked = _LINKED.match(after) is not None
    return linked and len(before) >= _UNKNOWN and _ENDING.search(before) is not None


def _looks_second(rest: str) -> bool:
    """Whether a word might begin as `rest` does, perhaps after a linking element."""
    return _BEGINNING.match(rest) is not None
