"""What is wrong with what the bot needs, and what to do about it."""

from dataclasses import replace

from bot.domain.checks import Trouble
from bot.locales import Texts


def sentence(trouble: Trouble, t: Texts) -> str:
    """What is wrong and what to do, for organizers (plain text)."""
    return f"{said(trouble, t)} {advice(trouble, t)}"


def said(trouble: Trouble, t: Texts) -> str:
    """What is wrong (plain text)."""
    return t.plain(f"trouble.{trouble.what}", about=trouble.about)


def advice(trouble: Trouble, t: Texts) -> str:
    """What to do about it (plain text)."""
    return t.plain(f"trouble.{trouble.what}.do")


def in_public(trouble: Trouble, t: Texts) -> str:
    """The same for the log and for /healthz, which anybody may ask: no channel has a name there."""
    is_channel = trouble.what.startswith("channel-")
    return sentence(replace(trouble, about="…") if is_channel else trouble, t)
