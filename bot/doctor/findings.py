"""What came of one check, in words for whoever runs the bot."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.checks import Trouble
from bot.locales import Texts
from bot.views import troubles


class Verdict(StrEnum):
    """How it is with what was looked at."""

    WELL = "well"
    DOUBTFUL = "doubtful"  # the bot works; somebody should look at it
    WRONG = "wrong"
    UNCHECKED = "unchecked"  # and the words say why


@dataclass(frozen=True, slots=True)
class Finding:
    """How it is, and what to do about it, if there is something to do."""

    state: Verdict
    words: str
    advice: str = ""


def found(state: Verdict, key: str, t: Texts, **values: str | int) -> Finding:
    """The finding of the text `doctor.<key>`, with the advice `doctor.<key>.do` if there is one."""
    has_advice = f"doctor.{key}.do" in t
    advice = t.plain(f"doctor.{key}.do", **values) if has_advice else ""
    return Finding(state, t.plain(f"doctor.{key}", **values), advice)


def of_trouble(trouble: Trouble, t: Texts) -> Finding:
    """The finding of what the bot itself would complain of."""
    return Finding(Verdict.WRONG, troubles.said(trouble, t), troubles.advice(trouble, t))
