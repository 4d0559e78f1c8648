"""The part of the gateway that shows modals and the Home: views.open, push, update, publish."""

import asyncio
from dataclasses import dataclass

from bot.domain.delivery_outcomes import Refused
from bot.slack.calls import Call, Calls, Failure
from bot.views.home import HomeView
from bot.views.modals import Modal

# Seconds. A person waits for it, and Slack waits 3 for the ack that often comes after it.
_QUICK = 1.5
# https://docs.slack.dev/reference/methods/views.open: a trigger lives for 3 seconds, once.
_TOO_LATE = {"expired_trigger_id", "exchanged_trigger_id"}


@dataclass(frozen=True, slots=True)
class Opened:
    """Slack shows it."""


@dataclass(frozen=True, slots=True)
class Expired:
    """The click or command is too long ago for a modal: the person has to do it again."""


ViewOutcome = Opened | Expired | Failure


class Views:
    """Shows views to one person each."""

    def __init__(self, calls: Calls) -> None:
        self.client, self._calls = calls.client, calls

    async def open(self, trigger: str, modal: Modal) -> ViewOutcome:
        """Open a modal for whoever made `trigger` within the last 3 s."""
        return await self._shown(self.client.views_open(trigger_id=trigger, view=modal.payload()))

    async def push(self, trigger: str, modal: Modal) -> ViewOutcome:
        """Put a modal on top of the one in which `trigger` was made."""
        return await self._shown(self.client.views_push(trigger_id=trigger, view=modal.payload()))

    async def update(self, view: str, modal: Modal) -> ViewOutcome:
        """Replace an open modal, whatever has become of it since."""
        return await self._shown(self.client.views_update(view_id=view, view=modal.payload()))

    async def publish(self, user: str, home: HomeView) -> ViewOutcome:
        """Show somebody their Home."""
        return await self._shown(self.client.views_publish(user_id=user, view=home.payload()))

    async def _shown(self, asked: Call) -> ViewOutcome:
        answer = await self._calls.call(asyncio.wait_for(asked, _QUICK), lambda _: Opened())
        if isinstance(answer, Refused) and answer.error in _TOO_LATE:
            return Expired()
        return answer
