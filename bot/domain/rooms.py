"""Which addresses lead into a meeting, and which to where one registers for it."""

import re
from urllib.parse import urlsplit

_REGISTERING_HOSTS = re.compile(
    r"(?:^|\.)(?:eveeno\.com|pretix\.eu|eventbrite\.\w+|xing-events\.com|doo\.net|converia\.de)$"
)
_MEETS = re.compile(
    r"(?:^|\.)(?:zoom\.us|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com|webex\.com"
    r"|meet\.jit\.si|whereby\.com|gather\.town|gotomeeting\.com|opentalk\.eu|senfcall\.de)$"
    r"|^(?:bbb|jitsi|bigbluebutton|meet|conf|konferenz)\d*\."
)
_ROOM_TO_REGISTER = re.compile(r"/(?:meeting|webinar)/register\b|/webappng/sites/\S*/register\b")


def is_meeting(url: str) -> bool:
    """Whether this is the address of a room in which people meet."""
    return _MEETS.search(_host(url)) is not None and not registers_for_room(url)


def registers_for_room(url: str) -> bool:
    """Whether one registers here for a video service's meeting."""
    return _ROOM_TO_REGISTER.search(url) is not None


def is_registration(url: str) -> bool:
    """Whether one registers here, whatever is written beside it."""
    return _REGISTERING_HOSTS.search(_host(url)) is not None or registers_for_room(url)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:  # a bracket that is not closed
        return ""
