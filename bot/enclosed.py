"""Files that are no code and that whoever runs the bot needs, in a checkout and in a wheel."""

from pathlib import Path
from typing import Final

NAMES: Final = (".env.example", "manifest.yaml")
_PACKAGE = Path(__file__).parent


def enclosed(name: str) -> str:
    """What stands in one of NAMES: at the top of a checkout, in `bot/enclosed` of a wheel."""
    in_wheel = _PACKAGE / "enclosed" / name  # pyproject.toml puts it there
    file = in_wheel if in_wheel.exists() else _PACKAGE.parent / name
    return file.read_text(encoding="utf-8")
