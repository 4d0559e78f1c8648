"""What there is in a workspace: people, channels, messages, views, files."""

import copy
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from playground import limits
from playground.json_values import Json


@dataclass
class User:
    """A person or a bot, with what Slack tells about them; Directory.add_user fills in the ids."""

    name: str
    real_name: str = ""
    id: str = ""
    team_id: str = ""
    locale: str = "de-DE"
    tz: str = "Europe/Berlin"
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_admin: bool = False

    @property
    def is_playable(self) -> bool:
        """Whether somebody could sit at this one's keyboard."""
        return not (self.is_bot or self.deleted or self.is_stranger)

    def to_json(self, *, with_locale: bool = False) -> Json:
        """The user object of users.info."""
        offset = datetime.now(ZoneInfo(self.tz)).utcoffset()
        profile = {"real_name": self.real_name, "display_name": self.name, "team": self.team_id}
        user: Json = {"id": self.id, "team_id": self.team_id, "name": self.name}
        user |= {"deleted": self.deleted, "is_bot": self.is_bot, "profile": profile}
        if self.deleted:
            return user
        user |= {
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_app_user": False,
            "updated": 1577836800,
        }
        if self.is_stranger:
            user["is_stranger"] = True
        return user | ({"locale": self.locale} if with_locale else {})


@dataclass
class Channel:
    """A channel, or a direct message with one person (`im_user`)."""

    id: str
    name: str
    is_private: bool = False
    is_archived: bool = False
    im_user: str | None = None
    is_general: bool = False
    created: int = 1577836800
    # A dict keeps the order in which people came.
    members: dict[str, None] = field(default_factory=dict)

    @property
    def is_im(self) -> bool:
        """Whether this is a direct message."""
        return self.im_user is not None

    @property
    def kind(self) -> str:
        """The word that scopes and event names use: channels, groups or im."""
        return "im" if self.is_im else "groups" if self.is_private else "channels"

    @property
    def type_name(self) -> str:
        """The word that conversations.list uses: public_channel, private_channel or im."""
        return "im" if self.is_im else "private_channel" if self.is_private else "public_channel"

    def to_json(self, viewer: str, context_team: str, *, num_members: bool = False) -> Json:
        """The channel object as `viewer` gets it."""
        common: Json = {"id": self.id, "created": self.created, "is_archived": self.is_archived}
        common |= {"is_im": self.is_im, "is_org_shared": False, "context_team_id": context_team}
        if self.is_im:
            return common | {"user": self.im_user, "is_user_deleted": False, "is_open": True}
        topic = {"value": "", "creator": "", "last_set": 0}
        channel: Json = common | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_general": self.is_general,
            "is_shared": False,
            "is_ext_shared": False,
            "is_member": viewer in self.members,
            "topic": topic,
            "purpose": topic,
            "previous_names": [],
        }
        return channel | ({"num_members": len(self.members)} if num_members else {})


@dataclass
class SlackReaction:
    """One emoji on a message and who put it there, in their order."""

    name: str
    users: list[str] = field(default_factory=list)

    def to_json(self, *, full: bool) -> Json:
        """The reaction; without `full` the list of people may end early, as Slack's does."""
        users = self.users if full else self.users[: limits.REACTION_USERS_SHOWN]
        return {"name": self.name, "users": list(users), "count": len(self.users)}


@dataclass
class SlackMessage:
    """A message in a channel or a direct message."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    bot_id: str | None = None
    app_id: str | None = None
    team_id: str | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    edited: Json | None = None
    reactions: list[SlackReaction] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    state: Json = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def to_json(self, *, metadata: bool = False, full: bool = False) -> Json:
        """The message object; `metadata` and `full` lists of reactions only when asked for."""
        body: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        if self.bot_id:
            body |= {"bot_id": self.bot_id, "app_id": self.app_id, "team": self.team_id}
        if self.is_reply and self.broadcast:
            body["subtype"] = "thread_broadcast"
        optional: Json = {
            "blocks": copy.deepcopy(self.blocks),
            "attachments": copy.deepcopy(self.attachments),
            "thread_ts": self.thread_ts,
            "edited": self.edited,
            "files": [{"id": f} for f in self.files],
            "reactions": [r.to_json(full=full) for r in self.reactions],
            "metadata": copy.deepcopy(self.metadata) if metadata else None,
        }
        return body | {k: v for k, v in optional.items() if v}


@dataclass
class Ephemeral:
    """A message that only one person sees, and that no method of the Web API finds again."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    state: Json = field(default_factory=dict)


@dataclass
class View:
    """An open modal or a published Home, with what was typed into it."""

    id: str
    user: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    state: Json = field(default_factory=dict)
    # The errors of the last submission: block_id → text.
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Modal or home."""
        return str(self.content["type"])

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, with every block_id and action_id filled in."""
        blocks: list[Json] = self.content["blocks"]
        return blocks


@dataclass
class SlackFile:
    """A file: announced, then uploaded, then shared."""

    id: str
    name: str
    length: int
    ticket: str
    user: str
    title: str = ""
    content: bytes | None = None
    shared: bool = False
    channels: list[str] = field(default_factory=list)


@dataclass
class ResponseUrl:
    """Where the bot may answer an interaction for a while."""

    ticket: str
    user: str
    channel: str
    made_at: float
    # The message that was clicked.
    original_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class Trigger:
    """Leave to open a modal, once and within three seconds."""

    id: str
    user: str
    made_at: float
    exchanged: bool = False
