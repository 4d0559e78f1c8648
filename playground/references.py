"""What a story calls people, places and messages: names and first words instead of ids."""

from collections.abc import Callable
from typing import Final

from playground.actor import Actor
from playground.errors import SlackSaysNo
from playground.inputs import interactive
from playground.json_values import Json
from playground.models import Ephemeral, SlackMessage
from playground.workspace import Workspace

DM: Final = "dm"
_SHOWN: Final = 60  # signs of a message are enough to know it by

Message = SlackMessage | Ephemeral


def user_named(workspace: Workspace, name: str) -> str:
    """The id of the person of this name; SlackSaysNo user_not_found."""
    for user in workspace.users.values():
        if user.name == name:
            return user.id
    raise SlackSaysNo("user_not_found")


def channel_named(actor: Actor, name: str) -> str:
    """The id of a channel by its name, or with `dm` of this person's direct message."""
    workspace = actor.playground.workspace
    if name == DM:
        return workspace.open_im(actor.id).id
    for channel in workspace.channels.values():
        if channel.name == name:
            return channel.id
    raise SlackSaysNo("channel_not_found")


def name_of_channel(workspace: Workspace, channel_id: str) -> str:
    """What a story calls this channel."""
    channel = workspace.channel(channel_id)
    return DM if channel.is_im else channel.name


def in_view(actor: Actor, channel: str) -> list[Message]:
    """What this person sees in a channel, what only they see too; the newest first."""
    lasting = actor.playground.workspace.messages[channel].values()
    return sorted([*lasting, *actor.ephemerals(channel)], key=lambda m: float(m.ts), reverse=True)


def reacted(message: Message) -> bool:
    """Whether a message takes emoji: those do not that only one person sees."""
    return isinstance(message, SlackMessage)


def offering(action_id: str) -> Callable[[Message], bool]:
    """Whether a message has something with this action_id to click."""
    return lambda message: any(e["action_id"] == action_id for _, e in interactive(message.blocks))


def any_message(_: Message) -> bool:
    """Whatever it is."""
    return True


def reference(actor: Actor, channel: str, ts: str, fits: Callable[[Message], bool]) -> Json:
    """A message by its first words, and how many newer ones that fit have them too.

    What follows the first ` · ` is left out: the bot writes dates there, which differ in every run.
    """
    seen = [message for message in in_view(actor, channel) if fits(message)]
    message = next(one for one in seen if one.ts == ts)
    words = message.text.split("\n")[0].split(" · ")[0][:_SHOWN].strip()
    newer = [one for one in seen if words in one.text and float(one.ts) > float(ts)]
    return {"message": words, **({"newer": len(newer)} if newer else {})}


def found(
    actor: Actor, channel: str, words: str, newer: int, fits: Callable[[Message], bool]
) -> Message | None:
    """The message that a reference means; None while it is not there."""
    seen = [one for one in in_view(actor, channel) if fits(one) and words in one.text]
    return seen[newer] if newer < len(seen) else None
