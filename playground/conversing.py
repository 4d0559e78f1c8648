"""A person among others: says something, comes into channels and goes."""

from zoneinfo import available_timezones

from playground import payloads, uploads
from playground.errors import SlackSaysNo
from playground.installation import Installation
from playground.models import SlackMessage, User


class Conversing:
    """The part of an Actor that needs nothing of the bot."""

    def __init__(self, playground: Installation, user: User) -> None:
        self.playground = playground
        self._workspace = playground.workspace
        self.user = user
        self.id = user.id

    # Messages

    def say(
        self, channel: str, text: str, *, thread_ts: str | None = None, broadcast: bool = False
    ) -> SlackMessage:
        """Writes an ordinary message, with mentions as Slack has them: `<@U…>`.

        A reply in a thread may be `broadcast`, sent to the channel too.
        """
        w = self._workspace
        message = SlackMessage("", channel, self.id, text, thread_ts=thread_ts)
        message.broadcast = broadcast and message.is_reply
        message = w.add_message(message)
        self.playground.emit(payloads.message_event(w, message))
        # a direct message never comes as a mention too
        if f"<@{w.bot_user}" in text and not w.channel(channel).is_im:
            self.playground.emit(payloads.app_mention(w, message))
        return message

    def say_to_bot(self, text: str, *, thread_ts: str | None = None) -> SlackMessage:
        """Writes to the bot in its direct message."""
        return self.say(self._workspace.open_im(self.id).id, text, thread_ts=thread_ts)

    def edit(self, message: SlackMessage, text: str) -> None:
        """Changes a message of one's own."""
        w = self._workspace
        before = message.to_json()
        message.text, message.edited = text, {"user": self.id, "ts": w.clock.next_ts()}
        w.changed()
        self.playground.emit(payloads.message_changed(w, message, before))

    def delete(self, message: SlackMessage) -> None:
        """Takes a message of one's own away."""
        w = self._workspace
        w.delete_message(message.channel, message.ts)
        self.playground.emit(payloads.message_changed(w, message, None))

    def upload(self, name: str, content: bytes) -> str:
        """Puts a file into a form, where its id is chosen; SlackSaysNo when it is too large."""
        return uploads.keep(self._workspace, self.id, name, content).id

    # Channels

    def join(self, channel: str) -> None:
        """Joins a channel: a public one, and not as a guest, who has to be invited."""
        room = self._workspace.channel(channel)
        guest = self.user.is_restricted or self.user.is_ultra_restricted
        if room.is_private or room.is_im or guest:
            raise SlackSaysNo("channel_not_found")
        self._brought(channel, self.id, None)

    def invite(self, channel: str, *users: str) -> None:
        """Brings others into a channel that this person is in."""
        if self.id not in self._workspace.channel(channel).members:
            raise SlackSaysNo("not_in_channel")
        for user in users:
            self._brought(channel, user, self.id)

    def leave(self, channel: str) -> None:
        """Leaves a channel; what only this person saw there is gone."""
        w = self._workspace
        w.leave(channel, self.id)
        w.ephemerals = [e for e in w.ephemerals if (e.user, e.channel) != (self.id, channel)]

    def travel(self, tz: str) -> None:
        """Sets the time zone of this person's Slack (IANA name); SlackSaysNo invalid_timezone."""
        if tz not in available_timezones():
            raise SlackSaysNo("invalid_timezone")
        w = self._workspace
        w.user(self.id).tz = tz
        w.changed()
        self.playground.emit(payloads.user_change(w, self.id))

    def leave_workspace(self) -> None:
        """An admin deactivates this person's account."""
        w = self._workspace
        w.user(self.id).deleted = True
        self.playground.emit(payloads.user_change(w, self.id))

    def _brought(self, channel: str, user: str, inviter: str | None) -> None:
        w = self._workspace
        joined = w.join(channel, user)
        self.playground.emit(payloads.member_joined_channel(w, user, joined, inviter))
