"""The playground of a Slack that waits as long as it takes: no click fails on a slow machine."""

from playground import limits
from tests.waiting import HANG

# before whatever has them as its defaults
limits.ACK_SECONDS = limits.TRIGGER_SECONDS = HANG  # type: ignore[misc]

if __name__ == "__main__":
    from bot.__main__ import start

    start()
