"""The collection of invitations, as it stands in the files beside this one."""

from pathlib import Path
from typing import Any

import yaml

# What an invitation can say; talks are dictionaries of talk, speaker, role and organisation.
FIELDS = (
    "number",
    "title",
    "date",
    "end_date",
    "start",
    "end",
    "location",
    "join_url",
    "registration_url",
    "host",
    "capacity",
    "talks",
)


def _in(pattern: str) -> list[dict[str, Any]]:
    return [
        {**entry, "file": file.stem}
        for file in sorted(Path(__file__).parent.glob(pattern))
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


# Those that were written before the reader is rebuilt: asked once it is.
FURTHER = _in("further_*.yaml")
ALL = [entry for entry in _in("*.yaml") if not entry["file"].startswith("further_")]
