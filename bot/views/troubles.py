"""What is wrong with what the bot needs, and what to do about it."""

from bot.domain.checks import Trouble
from bot.locales import Texts


def sentence(trouble: Trouble, t: Texts) -> str:
    """What is wrong and what to do, for the log, /healthz and organizers (plain text)."""
    return t.plain(f"trouble.{trouble.what}", about=trouble.about)
