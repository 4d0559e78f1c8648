"""The names of emoji that this workspace knows: those of the page, and any plausible one."""

import re
from typing import Final

# Shown in the page's picker. Slack's full list has some 3,500 names; for others only their form
# is checked, but words that are plainly no emoji's name are refused.
PICKER: Final = {
    "white_check_mark": "✅",
    "thinking_face": "🤔",
    "x": "❌",
    "+1": "👍",
    "tada": "🎉",
    "heart": "❤️",
    "eyes": "👀",
    "raised_hands": "🙌",
    "hourglass_flowing_sand": "⏳",
    "wave": "👋",
}

_NAME: Final = re.compile(r"[a-z0-9_+'\-]{1,100}(::skin-tone-[2-6])?")


def is_emoji(name: str) -> bool:
    """Whether Slack could have an emoji of this name: no colons around it, no emoji itself."""
    return _NAME.fullmatch(name) is not None
