"""The state of the workspace: pure and synchronous, without a word of HTTP."""

import secrets
from dataclasses import replace
from typing import Self

from playground import limits
from playground.clock import PlaygroundClock
from playground.directory import Directory
from playground.emoji import is_emoji
from playground.errors import SlackSaysNo
from playground.inputs import with_ids
from playground.models import (
    Ephemeral,
    ResponseUrl,
    SlackFile,
    SlackMessage,
    SlackReaction,
    Trigger,
    User,
    View,
)
from playground.sample import furnish


class Workspace(Directory):
    """Everything that a workspace with one app in it knows.

    Times are seconds since 1970 on the workspace's clock. Methods raise SlackSaysNo with
    Slack's error code where Slack would refuse.
    """

    team_name, team_domain = "LabCamp", "labcamp"
    app_id, bot_id = "A0LABCAMPBOT", "B0LABCAMPBOT"

    def __init__(self) -> None:
        super().__init__(team_id="T0LABCAMP", bot_user="U0LABCAMPBOT")
        self.clock = PlaygroundClock()
        self.ephemerals: list[Ephemeral] = []
        self.files: dict[str, SlackFile] = {}
        self.history_limit: int | None = None  # messages of a history at once, fewer than usual
        self.homes: dict[str, View] = {}
        self.lost_pictures: set[str] = set()
        self.modals: dict[str, list[View]] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.triggers: dict[str, Trigger] = {}
        # people by user group; None on the free plan, which has none
        self.usergroups: dict[str, list[str]] | None = None
        self.add_user(User("labcamp", "LabCamp-Bot", self.bot_user, is_bot=True))

    @classmethod
    def sample(cls) -> Self:
        """The LabCamp workspace of playground.sample, new each time."""
        workspace = cls()
        furnish(workspace)
        return workspace

    # Messages

    def message(self, channel_id: str, ts: str) -> SlackMessage:
        """The message, or SlackSaysNo message_not_found."""
        found = self.messages.get(channel_id, {}).get(ts)
        if found is None:
            raise SlackSaysNo("message_not_found")
        return found

    def add_message(self, message: SlackMessage) -> SlackMessage:
        """Puts a message where it belongs, and a `ts` on it if it has none."""
        if not message.ts:
            message = replace(message, ts=self.clock.next_ts())
        message.blocks = with_ids(message.blocks, self.new_block_id)
        self.messages[message.channel][message.ts] = message
        self.changed()
        return message

    def bot_message(self, channel_id: str, text: str) -> SlackMessage:
        """A message of the bot, still to be added."""
        message = SlackMessage("", channel_id, self.bot_user, text, bot_id=self.bot_id)
        message.app_id, message.team_id = self.app_id, self.team_id
        return message

    def new_block_id(self) -> str:
        """A block_id like those that Slack makes for blocks without one."""
        return secrets.token_urlsafe(4)

    def delete_message(self, channel_id: str, ts: str) -> None:
        """Takes a message away; nothing finds it again."""
        self.message(channel_id, ts)
        del self.messages[channel_id][ts]
        self.changed()

    def replies(self, channel_id: str, ts: str) -> list[SlackMessage]:
        """The replies below a message, the oldest first."""
        messages = self.messages.get(channel_id, {}).values()
        return [m for m in messages if m.thread_ts == ts and m.is_reply]

    def add_ephemeral(self, ephemeral: Ephemeral) -> Ephemeral:
        """Shows a person something that only they see."""
        ephemeral.blocks = with_ids(ephemeral.blocks, self.new_block_id)
        self.ephemerals.append(ephemeral)
        self.changed()
        return ephemeral

    def ephemeral(self, channel_id: str, ts: str) -> Ephemeral | None:
        """The ephemeral message with this `ts`, while it is shown."""
        for each in self.ephemerals:
            if each.channel == channel_id and each.ts == ts:
                return each
        return None

    # Reactions

    def react(self, channel_id: str, ts: str, user: str, name: str) -> None:
        """Puts a person's emoji on a message."""
        message = self.message(channel_id, ts)
        if not is_emoji(name):
            raise SlackSaysNo("invalid_name")
        mine = [r for r in message.reactions if user in r.users]
        if any(r.name == name for r in mine):
            raise SlackSaysNo("already_reacted")
        if len(mine) >= limits.EMOJI_PER_USER:
            raise SlackSaysNo("too_many_reactions")
        for reaction in message.reactions:
            if reaction.name == name:
                reaction.users.append(user)
                break
        else:
            if len(message.reactions) >= limits.EMOJI_ON_MESSAGE:
                raise SlackSaysNo("too_many_emoji")
            message.reactions.append(SlackReaction(name, [user]))
        self.changed()

    def unreact(self, channel_id: str, ts: str, user: str, name: str) -> None:
        """Takes a person's emoji off a message."""
        message = self.message(channel_id, ts)
        for reaction in message.reactions:
            if reaction.name == name and user in reaction.users:
                reaction.users.remove(user)
                message.reactions = [r for r in message.reactions if r.users]
                self.changed()
                return
        raise SlackSaysNo("no_reaction" if is_emoji(name) else "invalid_name")

    # Leave to answer

    def new_trigger(self, user: str) -> Trigger:
        """Leave for the bot to open one modal for `user`."""
        id_ = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        trigger = Trigger(id_, user, self.clock.now())
        self.triggers[id_] = trigger
        return trigger

    def exchange_trigger(self, trigger_id: str) -> Trigger:
        """Uses a trigger up, or says why not."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackSaysNo("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackSaysNo("exchanged_trigger_id")
        if self.clock.now() - trigger.made_at > limits.TRIGGER_SECONDS:
            raise SlackSaysNo("expired_trigger_id")
        trigger.exchanged = True
        return trigger
