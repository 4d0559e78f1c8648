"""A person at work in the workspace: writes commands, clicks, reacts, fills in modals."""

from collections.abc import Mapping
from typing import Any

from playground import payloads, stack, uploads
from playground.clicks import act, choose, escaped, tells_bot
from playground.complaints import complaints
from playground.conversing import Conversing
from playground.inputs import find_element, state_of
from playground.interactions import Response
from playground.json_values import Json
from playground.models import Ephemeral, SlackMessage, View


class Actor(Conversing):
    """One user of the playground; every act changes the workspace as Slack would."""

    # Commands

    async def command(
        self, text: str, channel: str | None = None, *, trigger_id: str | None = None
    ) -> Response:
        """Sends a slash command such as "/labcamp next" from a channel (default: the first).

        People, channels and addresses in it arrive as <@U…|name>, <#C…|name> and <https://…>,
        as with `should_escape` in the manifest. A given `trigger_id` makes it a repetition.
        """
        w = self._workspace
        where = w.channel(channel or self._first_channel())
        command, _, rest = text.strip().partition(" ")
        if command not in self.playground.commands:
            return Response({}, error="unknown_command")
        payload = payloads.slash_command(
            w,
            self.id,
            where,
            command,
            escaped(w, rest.strip()),
            self.playground.urls.new("commands", self.id, where.id),
            trigger_id,
        )
        return await self.playground.interact(payload)

    def _first_channel(self) -> str:
        for channel in self._workspace.channels.values():
            if self.id in channel.members:
                return channel.id
        return next(iter(self._workspace.channels))

    # Reactions

    async def react(self, channel: str, ts: str, name: str, *, event: bool = True) -> None:
        """Puts an emoji on a message; without `event` the bot is not told, as if it was lost."""
        self._workspace.react(channel, ts, self.id, name)
        self._tell("reaction_added", channel, ts, name, event=event)

    async def unreact(self, channel: str, ts: str, name: str, *, event: bool = True) -> None:
        """Takes an emoji off a message."""
        self._workspace.unreact(channel, ts, self.id, name)
        self._tell("reaction_removed", channel, ts, name, event=event)

    def _tell(self, kind: str, channel: str, ts: str, name: str, *, event: bool) -> None:
        if event:
            w = self._workspace
            message = w.message(channel, ts)
            self.playground.emit(payloads.reaction_event(kind, w, message, self.id, name))

    # Buttons and menus

    async def click(
        self,
        channel: str,
        ts: str,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
    ) -> Response:
        """Clicks a button, or chooses `value` in a menu, of a message that this person sees.

        AssertionError when there is no such thing to click; SlackSaysNo when there is no message.
        """
        w = self._workspace
        shown = w.ephemeral(channel, ts)
        if shown is not None and shown.user != self.id:
            raise AssertionError("nobody else sees this message")
        message = shown or w.message(channel, ts)
        block, element = choose(message.blocks, action_id, value, block_id)
        action = act(message.state, block, element, value, w.clock.next_ts())
        url = self.playground.urls.new("actions", self.id, message.channel, message)
        payload = payloads.message_actions(w, self.id, message, action, url)
        return await self.playground.interact(payload)

    async def click_reply(
        self, reply: Response | SlackMessage | Ephemeral, action_id: str, value: Any = None
    ) -> Response:
        """Clicks in the message that an ack showed, or in an ephemeral one."""
        message = reply.message if isinstance(reply, Response) else reply
        if message is None:
            raise AssertionError("the reply showed no message")
        return await self.click(message.channel, message.ts, action_id, value)

    async def click_view(
        self, view_id: str, action_id: str, value: Any = None, *, block_id: str | None = None
    ) -> Response:
        """Clicks a button, or chooses `value`, in an open modal or in the Home."""
        view = self._own(view_id)
        block, element = choose(view.blocks, action_id, value, block_id)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise AssertionError("without dispatch_action a field tells the bot nothing")
        return await self._act_in(view, block, element, value)

    async def _act_in(self, view: View, block: Json, element: Json, value: Any) -> Response:
        w = self._workspace
        action = act(view.state, block, element, value, w.clock.next_ts())
        return await self.playground.interact(payloads.view_actions(w, self.id, view, action))

    async def type_into(self, view_id: str, action_id: str, text: str) -> list[Response]:
        """Types into a field, sign by sign, of each of which the bot is told if it asked for it.

        What stands in the field already is typed over.
        """
        replies = []
        for length in range(1, len(text) + 1):
            view = self._own(view_id)
            block, element = find_element(view.blocks, action_id)
            if not tells_bot(block, element, "on_character_entered"):
                raise AssertionError(f"the bot is told nothing of what is typed into {action_id!r}")
            replies.append(await self._act_in(view, block, element, text[:length]))
        return replies

    # Modals

    def fill(self, view_id: str, values: Mapping[str, Mapping[str, Any]]) -> View:
        """Types values into a modal without sending it: block_id → action_id → value.

        Of files those are their ids, as `upload` gives them.
        """
        view = self._own(view_id)
        for block_id, fields in values.items():
            for action_id, given in fields.items():
                _, element = find_element(view.blocks, action_id, block_id)
                if element["type"] == "file_input":
                    w, url = self._workspace, self.playground.url
                    given = uploads.chosen(w, url, self.id, given)  # noqa: PLW2901
                view.state.setdefault(block_id, {})[action_id] = state_of(element, given)
        return view

    async def submit(
        self, view_id: str, values: Mapping[str, Mapping[str, Any]] | None = None
    ) -> Response:
        """Fills in a modal and submits it.

        What Slack's own form would complain of (an empty required field) is not sent: the reply
        then has `error` "form_incomplete" and the complaints in `errors`.
        """
        w = self._workspace
        view = self.fill(view_id, values or {})
        if not view.content.get("submit"):
            raise AssertionError("this modal has no submit button")
        payload = payloads.view_submission(w, self.id, view)
        given = payload["view"]["state"]["values"]
        if found := complaints(view.blocks, given, self.user.locale):
            view.errors = found
            w.changed()
            return Response(payload, error="form_incomplete", errors=found)
        return await self.playground.interact(payload)

    async def close(self, view_id: str, *, all_of_them: bool = False) -> Response | None:
        """Closes a modal; the bot is told if it asked for that (notify_on_close)."""
        w = self._workspace
        view = self._own(view_id)
        payload = payloads.view_closed(w, self.id, view, is_cleared=all_of_them)
        if all_of_them or view.content.get("clear_on_close"):
            stack.clear(w, self.id)
        else:
            stack.close(w, view)
        if view.content.get("notify_on_close"):
            return await self.playground.interact(payload)
        return None

    def _own(self, view_id: str) -> View:
        view = stack.find(self._workspace, view_id)
        if view.user != self.id:
            raise AssertionError("nobody else sees this view")
        return view

    # Shortcuts and the Home

    async def shortcut(self, callback_id: str) -> Response:
        """Starts a global shortcut."""
        payload = payloads.shortcut(self._workspace, self.id, callback_id)
        return await self.playground.interact(payload)

    async def message_action(self, callback_id: str, channel: str, ts: str) -> Response:
        """Starts a message shortcut from a message's menu."""
        w = self._workspace
        message = w.message(channel, ts)
        url = self.playground.urls.new("actions", self.id, channel, message)
        payload = payloads.message_action(w, self.id, callback_id, message, url)
        return await self.playground.interact(payload)

    async def open_home(self, tab: str = "home") -> None:
        """Opens the bot's Home, or with tab "messages" its direct message."""
        event = payloads.app_home_opened(self._workspace, self.id, self.home, tab)
        self.playground.emit(event)

    # What this person sees

    @property
    def home(self) -> View | None:
        """The Home that the bot published for this person."""
        return self._workspace.homes.get(self.id)

    @property
    def views(self) -> list[View]:
        """The open modals, the topmost last."""
        return self._workspace.modals.get(self.id, [])

    def ephemerals(self, channel: str | None = None) -> list[Ephemeral]:
        """What only this person sees, in one channel or everywhere, the oldest first."""
        shown = [e for e in self._workspace.ephemerals if e.user == self.id]
        return [e for e in shown if channel in (None, e.channel)]

    def dismiss(self, channel: str, ts: str) -> None:
        """Puts an ephemeral message away, as one does with "dismiss"."""
        shown = self._workspace.ephemeral(channel, ts)
        if shown is not None and shown.user == self.id:
            self._workspace.ephemerals.remove(shown)
            self._workspace.changed()

    @property
    def direct_messages(self) -> list[SlackMessage]:
        """What the bot wrote to this person directly, the oldest first."""
        w = self._workspace
        ids = [c.id for c in w.channels.values() if c.im_user == self.id]
        return [m for i in ids for m in w.messages[i].values() if m.bot_id == w.bot_id]
