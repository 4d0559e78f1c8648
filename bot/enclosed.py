"""Files that are no code and that whoever runs the bot needs, in a checkout and in a wheel."""

from pathlib import Path
from typing import Final

# Where they stand in a checkout, by the names under which pyproject.toml puts them into the wheel.
FILES: Final = {
    ".env.example": ".env.example",
    "labcamp.service": "deploy/labcamp.service",
    "manifest.yaml": "manifest.yaml",
}
_PACKAGE = Path(__file__).parent


def enclosed(name: str) -> str:
    """What stands in one of FILES."""
    in_wheel = _PACKAGE / "enclosed" / name
    file = in_wheel if in_wheel.exists() else _PACKAGE.parent / FILES[name]
    return file.read_text(encoding="utf-8")
