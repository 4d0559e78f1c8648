"""People: who somebody is, names as Slack says them at this moment, and who is in a channel."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.delivery_outcomes import Refused
from bot.domain.fields import clean
from bot.domain.members import Profile
from bot.slack.calls import Failure, call, quickly
from bot.slack.channels import Channels, next_cursor

# Up to 999 are allowed; fewer answer faster. https://docs.slack.dev/apis/web-api/pagination
_PAGE = 500
# People of other workspaces, whom the list does not name, are asked for one by one.
_ONE_BY_ONE = 50
_GUESTS = ("is_restricted", "is_ultra_restricted")
_SLACKBOT = "USLACKBOT"  # it says of itself that it is no bot


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in Slack. `name` is what they call themselves there; never stored."""

    name: str
    may_answer: bool


def is_a_person(user: Mapping[str, Any]) -> bool:
    """Whether a user of Slack's is somebody who can come: no bot, and not deactivated."""
    return not (user.get("is_bot") or user.get("deleted") or user.get("id") == _SLACKBOT)


class People:
    """What is asked about people; nothing of it is remembered."""

    def __init__(self, client: AsyncWebClient, channels: Channels) -> None:
        self.client = client
        self._channels = channels

    async def profile(self, user: str, team: str) -> Profile | None:
        """What Slack says of a person, within a second; None when it does not say in time."""
        answer = await quickly(self.client.users_info(user=user, include_locale=True))
        if answer is None or isinstance(answer, Refused):
            return None
        person: dict[str, Any] = answer["user"]
        may_answer = is_a_person(person) and not person.get("is_stranger")
        at_home = person.get("team_id", team) == team
        guest = any(person.get(flag) for flag in _GUESTS)
        return Profile(
            person.get("locale") or "",
            may_organize=may_answer and at_home and not guest,
            may_answer=may_answer,
        )

    async def group_members(self, group: str) -> frozenset[str] | None:
        """The members of a user group, within a second; None when Slack does not say.

        A group that there is not, or that the workspace's plan does not have, has no members.
        """
        answer = await quickly(self.client.usergroups_users_list(usergroup=group))
        if isinstance(answer, Refused):
            return frozenset()
        return None if answer is None else frozenset(answer["users"])

    async def everybody(self) -> dict[str, Person] | Failure:
        """All of the workspace, by id; or why Slack does not say."""
        found: dict[str, Person] = {}
        cursor = ""
        while True:
            answer = await call(self.client.users_list(limit=_PAGE, cursor=cursor))
            if not isinstance(answer, AsyncSlackResponse):
                return answer
            found |= {user["id"]: _person(user) for user in answer["members"]}
            cursor = next_cursor(answer)
            if not cursor:
                return found

    async def everybody_and(self, users: Collection[str]) -> dict[str, Person] | Failure:
        """The same, and those of `users` whom that does not name, as far as Slack says it."""
        found = await self.everybody()
        if not isinstance(found, dict):
            return found
        for user in sorted(set(users) - set(found))[:_ONE_BY_ONE]:
            answer = await call(self.client.users_info(user=user))
            if isinstance(answer, AsyncSlackResponse):
                found[user] = _person(answer["user"])
        return found

    async def members_of(self, target: str) -> frozenset[str] | Failure:
        """The ids of all who are in a channel (id or name), bots too; or why Slack does not say."""
        channel = await self._channels.id_of(target)
        if not isinstance(channel, str):
            return channel
        found: set[str] = set()
        cursor = ""
        while True:
            asked = self.client.conversations_members(channel=channel, limit=_PAGE, cursor=cursor)
            answer = await call(asked)
            if not isinstance(answer, AsyncSlackResponse):
                return answer
            found |= set(answer["members"])
            cursor = next_cursor(answer)
            if not cursor:
                return frozenset(found)


def _person(user: Mapping[str, Any]) -> Person:
    profile = user.get("profile") or {}
    named = (profile.get("real_name"), profile.get("display_name"), user.get("name"), user["id"])
    return Person(next(name for each in named if (name := clean(each or ""))), is_a_person(user))
