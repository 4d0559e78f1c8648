"""The people and channels of the workspace, and who of them the bot may know of."""

from collections.abc import Callable, Iterable

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

    def add_user(
        self,
        name: str,
        real_name: str = "",
        *,
        user_id: str | None = None,
        team_id: str | None = None,
        locale: str = "de-DE",
        tz: str = "Europe/Berlin",
        is_bot: bool = False,
        deleted: bool = False,
        is_restricted: bool = False,
        is_ultra_restricted: bool = False,
        is_stranger: bool = False,
        is_admin: bool = False,
    ) -> User:
        """A new person in the workspace; without `user_id` one is made."""
        user = User(
            user_id or self.new_id("U"),
            name,
            real_name or name,
            team_id or self.team_id,
            locale=locale,
            tz=tz,
            is_bot=is_bot,
            deleted=deleted,
            is_restricted=is_restricted,
            is_ultra_restricted=is_ultra_restricted,
            is_stranger=is_stranger,
            is_admin=is_admin,
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
        is_archived: bool = False,
        is_general: bool = False,
        bot: bool = True,
    ) -> Channel:
        """A new channel; with `bot` the bot is a member too."""
        channel = Channel(
            channel_id or self.new_id("C"),
            name.removeprefix("#"),
            is_private=is_private,
            is_archived=is_archived,
            is_general=is_general,
            members=dict.fromkeys([*members, *([self.bot_user] if bot else [])]),
        )
        self.channels[channel.id] = channel
        self.messages[channel.id] = {}
        self.changed()
        return channel

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
        im = Channel(f"D{user_id[1:]}", "", im_user=user_id)
        im.members = {user_id: None, self.bot_user: None}
        self.channels[im.id] = im
        self.messages[im.id] = {}
        self.changed()
        return im
