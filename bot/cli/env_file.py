"""Writing `.env`: one variable at a time, so that what was answered stays."""

import re
from pathlib import Path

from dotenv import set_key

from bot.enclosed import enclosed
from storage import private

_OWNER_ALONE = 0o600
# What systemd, Docker and dotenv read alike without quotes.
_PLAIN = re.compile(r"[\w./:@,+=?&%-]+", re.ASCII)


def write(file: Path, name: str, value: str) -> None:
    """Set a variable in `file`, at one stroke; all else stands there as before, comments too.

    A new file has the explanations of .env.example. Nobody but its owner reads it from then on.
    """
    if not file.exists():
        private.file(file)
        file.write_text(enclosed(".env.example"), encoding="utf-8")
    file.chmod(_OWNER_ALONE)
    quotes = "never" if _PLAIN.fullmatch(value) else "always"
    set_key(file, name, value, quote_mode=quotes, follow_symlinks=True)
