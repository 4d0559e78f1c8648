"""The people and channels of the workspace, and who of them the bot may know of."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from playground.errors import SlackSaysNo
from playground.models import Channel, SlackMessage, User


class Directory:
    """People and channels; a part of the Workspace."""

    def __init__(self, team_id: str, bot_user: str) -> None:
        self.team_id, self.bot_user = team_id, bot_user
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        # channel → ts → message
        self.messages: dict[str, dict[str, SlackMessage]] = {}
        self.revision = 0
        self._listeners: list[Callable[[], None]] = []
        self._numbers = 0

    # Changes are told to whoever shows the workspace.

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener` after each change; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def changed(self) -> None:
        """Tells the listeners that something is different now."""
        self.revision += 1
        for listener in list(self._listeners):
            listener()

    def new_id(self, prefix: str) -> str:
        """An id that Slack could have given, the same in every run."""
        self._numbers += 1
        return f"{prefix}0{self._numbers:08d}"

    # People and channels

    def add_user(self, user: User) -> User:
        """A new person in the workspace; what is not given of ids, team and real name is made."""
        user = replace(
            user,
            id=user.id or self.new_id("U"),
            real_name=user.real_name or user.name,
            team_id=user.team_id or self.team_id,
        )
        self.users[user.id] = user
        self.changed()
        return user

    def add_channel(
        self,
        name: str,
        members: Iterable[str] = (),
        *,
        channel_id: str | None = None,
        is_private: bool = False,
        is_general: bool = False,
        bot: bool = True,
    ) -> Channel:
        """A new channel; with `bot` the bot is a member too."""
        channel = Channel(
            channel_id or self.new_id("C"), name, is_private=is_private, is_general=is_general
        )
        return self._added(channel, [*members, *([self.bot_user] if bot else [])])

    def _added(self, channel: Channel, members: Iterable[str]) -> Channel:
        channel.members = dict.fromkeys(members)
        self.channels[channel.id] = channel
        self.messages[channel.id] = {}
        self.changed()
        return channel

    def join(self, channel_id: str, user_id: str) -> Channel:
        """Makes a person a member of a channel; SlackSaysNo where they are one already."""
        channel, user = self.channel(channel_id), self.user(user_id)
        if channel.is_archived:
            raise SlackSaysNo("is_archived")
        if user.id in channel.members:
            raise SlackSaysNo("already_in_channel")
        channel.members[user.id] = None
        self.changed()
        return channel

    def leave(self, channel_id: str, user_id: str) -> None:
        """Takes a person out of a channel; #general is left by nobody."""
        channel = self.channel(channel_id)
        if channel.is_general:
            raise SlackSaysNo("cant_leave_general")
        channel.members.pop(user_id, None)
        self.changed()

    def user(self, user_id: str) -> User:
        """The user, or SlackSaysNo user_not_found."""
        if user_id not in self.users:
            raise SlackSaysNo("user_not_found")
        return self.users[user_id]

    def channel(self, channel_id: str) -> Channel:
        """The channel, or SlackSaysNo channel_not_found."""
        if channel_id not in self.channels:
            raise SlackSaysNo("channel_not_found")
        return self.channels[channel_id]

    def visible_channel(self, channel_id: str) -> Channel:
        """A channel that the bot may know of: private ones only as a member."""
        channel = self.channel(channel_id)
        hidden = channel.is_private or channel.is_im
        if hidden and self.bot_user not in channel.members:
            raise SlackSaysNo("channel_not_found")
        return channel

    def joined_channel(self, channel_id: str) -> Channel:
        """A channel that the bot is a member of, or SlackSaysNo."""
        channel = self.visible_channel(channel_id)
        if self.bot_user not in channel.members:
            raise SlackSaysNo("not_in_channel")
        return channel

    def open_im(self, user_id: str) -> Channel:
        """The direct message between the bot and a person; opened if need be."""
        user = self.user(user_id)
        for channel in self.channels.values():
            if channel.im_user == user_id:
                return channel
        if user.is_bot:
            raise SlackSaysNo("cannot_dm_bot")
        if user.deleted:
            raise SlackSaysNo("user_disabled")
        # As in Slack: people of other teams can't be written to unless a channel is shared.
        if user.is_stranger:
            raise SlackSaysNo("user_not_visible")
        return self._added(
            Channel(f"D{user_id[1:]}", "", im_user=user_id), [user_id, self.bot_user]
        )
