"""Who has a window open, what each person has not read yet, and who got which direct message."""

import re
from collections import Counter
from typing import Final

from playground.installation import Installation
from playground.json_values import Json
from playground.models import Channel, SlackMessage, User

_EVERYBODY: Final = re.compile(r"<!(?:channel|here|everyone)(?:\|[^>]*)?>")


class Attention:
    """What people look at. What was there before the page was counts as read."""

    def __init__(self, playground: Installation) -> None:
        self._workspace = playground.workspace
        self._since = playground.workspace.clock.now()
        self._read: dict[tuple[str, str], float] = {}
        self._windows: Counter[str] = Counter()

    def arrive(self, user: str) -> None:
        """Somebody opened a window."""
        self._windows[user] += 1
        self._workspace.changed()

    def leave(self, user: str) -> None:
        """Somebody closed one."""
        self._windows[user] -= 1
        self._workspace.changed()

    def read(self, user: str, channel: str, ts: str) -> None:
        """Somebody has seen a channel up to this message, in whichever of their windows."""
        seen = max(float(ts), self._read.get((user, channel), 0))
        if seen != self._read.get((user, channel)):
            self._read[user, channel] = seen
            self._workspace.changed()

    def of(self, me: User) -> Json:
        """What the page shows of all that to `me`.

        `since` is when it was opened for the first time to anybody, in seconds since 1970;
        `present` are the people with a window, `unread` counts messages and mentions by channel,
        and `letters` is the newest message from the bot to each person, the newest first: on this
        stage everybody sees who got what.
        """
        w = self._workspace
        rooms = [c for c in w.channels.values() if me.id in c.members]
        return {
            "since": self._since,
            "present": [u for u, windows in self._windows.items() if windows > 0 and u in w.users],
            "unread": {room.id: self._unread(me.id, room) for room in rooms},
            "letters": sorted(self._letters(), key=lambda one: float(one["ts"]), reverse=True),
        }

    def _unread(self, user: str, room: Channel) -> Json:
        new = self._new(user, room)
        named = [m for m in new if room.is_im or _names(m, user)]
        shown = [m for m in new if not m.is_reply or m.broadcast or m in named or room.is_im]
        return {"count": len(shown), "mentions": len(named)}

    def _new(self, user: str, room: Channel) -> list[SlackMessage]:
        seen = self._read.get((user, room.id), self._since)
        messages = self._workspace.messages[room.id].values()
        return [m for m in messages if float(m.ts) > seen and m.user != user]

    def _letters(self) -> list[Json]:
        w = self._workspace
        found = []
        for room in w.channels.values():
            sent = [m for m in w.messages[room.id].values() if m.bot_id == w.bot_id]
            if room.im_user and sent:
                newest = max(sent, key=lambda m: float(m.ts))
                new = len(self._new(room.im_user, room))
                letter = {"user": room.im_user, "channel": room.id, "unread": new}
                found.append(letter | {"ts": newest.ts, "text": newest.text, "count": len(sent)})
        return found


def _names(message: SlackMessage, user: str) -> bool:
    return f"<@{user}" in message.text or bool(_EVERYBODY.search(message.text))
