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


ALL: list[dict[str, Any]] = [
    {**entry, "file": file.stem}
    for file in sorted(Path(__file__).parent.glob("*.yaml"))
    # libyaml: these are read in every run, whichever tests are asked for
    for entry in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
]
