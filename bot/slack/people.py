"""People: who somebody is, names as Slack says them at this moment, and who is in a channel."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.delivery_outcomes import Refused
from bot.domain.fields import clean
from bot.domain.members import Bar, Profile
from bot.slack.answers import item, items, text, texts, words
from bot.slack.calls import Calls, Failure
from bot.slack.channels import Channels

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
    has_left: bool = False  # the account is deactivated
    names: tuple[str, ...] = ()  # all that they go by


def is_a_person(user: Mapping[str, Any]) -> bool:
    """Whether a user of Slack's is somebody who can come: no bot, and not deactivated."""
    return not (user.get("is_bot") or user.get("deleted") or user.get("id") == _SLACKBOT)


class People:
    """What is asked about people; nothing of it is remembered."""

    def __init__(self, calls: Calls, channels: Channels) -> None:
        self.client, self._calls = calls.client, calls
        self._channels = channels

    async def profile(self, user: str, team: str) -> Profile | None:
        """What Slack says of a person, within a second; None when it does not say in time."""
        found = await self.asked(user, team)
        return found if isinstance(found, Profile) else None

    async def asked(self, user: str, team: str) -> Profile | Refused | None:
        """The same; Refused when there is nobody of that id, or nobody whom the bot may see."""
        return await self._calls.quickly(
            self.client.users_info(user=user, include_locale=True),
            lambda answer: _profile(item(answer, "user"), team),
        )

    async def group(self, group: str) -> frozenset[str] | Refused | None:
        """The members of a user group, within a second; None when Slack does not say.

        Refused when there is no such group, or the workspace's plan has none.
        """
        return await self._calls.quickly(
            self.client.usergroups_users_list(usergroup=group),
            lambda answer: frozenset(texts(answer, "users")),
        )

    async def group_members(self, group: str) -> frozenset[str] | None:
        """The same; a group of which Slack does not tell for good has no members."""
        found = await self.group(group)
        return frozenset() if isinstance(found, Refused) else found

    async def everybody(self) -> dict[str, Person] | Failure:
        """All of the workspace, by id; or why Slack does not say."""
        found = await self._calls.collected(
            lambda cursor: self.client.users_list(limit=_PAGE, cursor=cursor),
            lambda answer: [_person(user) for user in items(answer, "members")],
        )
        return found if isinstance(found, Failure) else dict(found)

    async def everybody_and(self, users: Collection[str]) -> dict[str, Person] | Failure:
        """The same, and those of `users` whom that does not name, as far as Slack says it."""
        found = await self.everybody()
        if not isinstance(found, dict):
            return found
        for user in sorted(set(users) - set(found))[:_ONE_BY_ONE]:
            answer = await self._calls.call(
                self.client.users_info(user=user), lambda answer: _person(item(answer, "user"))
            )
            if not isinstance(answer, Failure):
                found[user] = answer[1]
        return found

    async def members_of(self, target: str) -> frozenset[str] | Failure:
        """The ids of all who are in a channel (id or name), bots too; or why Slack does not say."""
        channel = await self._channels.id_of(target)
        if not isinstance(channel, str):
            return channel
        found = await self._calls.collected(
            lambda cursor: self.client.conversations_members(
                channel=channel, limit=_PAGE, cursor=cursor
            ),
            lambda answer: texts(answer, "members"),
        )
        return found if isinstance(found, Failure) else frozenset(found)

    async def reachable_in(self, target: str) -> frozenset[str] | Failure:
        """Those of a channel (id or name) to whom one can write: no bots, and nobody who left.

        Guests are among them; people of other workspaces, whom the list does not name, are not.
        """
        members = await self.members_of(target)
        if not isinstance(members, frozenset):
            return members
        known = await self.everybody()
        if not isinstance(known, dict):
            return known
        return frozenset(user for user in members if user in known and known[user].may_answer)


def _may_answer(user: Mapping[str, Any]) -> bool:
    return is_a_person(user) and not user.get("is_stranger")


def _profile(person: Mapping[str, Any], team: str) -> Profile:
    return Profile(words(person.get("locale")), _bar(person, team), _may_answer(person))


def _bar(person: Mapping[str, Any], team: str) -> Bar | None:
    if person.get("deleted"):
        return Bar.LEFT
    if not is_a_person(person):
        return Bar.BOT
    if person.get("is_stranger") or person.get("team_id", team) != team:
        return Bar.FOREIGN
    return Bar.GUEST if any(person.get(flag) for flag in _GUESTS) else None


def _person(user: Mapping[str, Any]) -> tuple[str, Person]:
    id_, profile = text(user, "id"), user.get("profile")
    named = profile if isinstance(profile, dict) else {}
    names = (named.get("real_name"), named.get("display_name"), user.get("name"), id_)
    seen = tuple(filter(None, (clean(name) for name in names if isinstance(name, str))))
    return id_, Person(seen[0], _may_answer(user), bool(user.get("deleted")), seen)
