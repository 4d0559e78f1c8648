"""What has happened in the sample's workspace before anybody looks: its people play it.

Nothing is written beside the bot: it is there, and hears of every command, form and reaction, while
the clock goes from then to now. So all that stands in the channel can be answered and clicked.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from playground.actor import Actor
from playground.errors import SlackSaysNo
from playground.jumps import Jumps
from playground.models import SlackMessage
from playground.sample import ADA, ANNA, BEN, CEM, DORA, EMIL, FRANCES, LABCAMP
from playground.server import Playground

_TENTH_ANNOUNCED: Final = datetime(2024, 2, 26, 7, 45, tzinfo=UTC)
_TENTH_OVER: Final = datetime(2024, 2, 27, 8, 10, tzinfo=UTC)
# Before now.
_LABS_COLLECTED: Final = timedelta(days=3)
_MATERIAL_PROPOSED: Final = timedelta(days=2, hours=21)
_ELEVENTH_ANNOUNCED: Final = timedelta(days=2)
_LAST: Final = timedelta(hours=20)
# Seconds in which a bot finds out that its clock was moved (bot.clock looks four times a second).
_NOTICED: Final = 0.3
_PAPER: Final = (
    "https://politicsfortomorrow.notion.site/10-LabCamp-7f42bf6954da4c7b93c54b9a16a42b74"
)


class _TooLate(Exception):
    """The bot did not answer in time."""


class Past:
    """The people of the sample, and the clock that brings them from then to now."""

    def __init__(self, place: Playground) -> None:
        self._place = place
        self._jumps = Jumps(place)
        self._now = place.workspace.clock.now()

    def begin(self) -> None:
        """Puts the clock back; to be called before the bot starts."""
        self._place.set_clock(_TENTH_ANNOUNCED.timestamp() - self._now)

    async def play(self) -> None:
        """Lets all of it happen, and puts the clock right.

        On a machine on which the bot is too late for Slack it is now with less of a past.
        """
        with suppress(_TooLate, SlackSaysNo):
            await self._tenth()
            await self._labs_are_collected()
            await self._material_is_proposed()
            await self._eleventh()
            await self._jumps.to_offset(0)
        self._place.set_clock(0)
        # what only one person sees is gone when they open Slack again
        self._place.workspace.ephemerals.clear()

    async def _tenth(self) -> None:
        announced = await self._announced(
            10, "Heute zum zehnten Mal :tada: Wir schauen zurück, und auf unser Papier. Bis gleich!"
        )
        await self._react(announced, white_check_mark=(CEM, DORA, ANNA, EMIL), x=(FRANCES,))
        await self._to(_TENTH_OVER)
        self._say(
            BEN,
            f"Das war schön mit euch. Das Positionspapier steht jetzt hier: <{_PAPER}>. Danke an "
            "alle, die daran geschrieben haben!",
            announced,
        )
        self._say(ANNA, "Danke fürs Moderieren! Beim #11 bin ich gern wieder dabei.", announced)

    async def _labs_are_collected(self) -> None:
        await self._to(self._ago(_LABS_COLLECTED))
        await asyncio.sleep(_NOTICED)  # it would plan what it is told for two years ago
        labs = self._say(
            EMIL,
            "Wer ist hier eigentlich alles? Ich fange mal an, ergänzt gern:\n"
            "• *Offene Werkstatt*: Prototypen aus Holz und Code (ich)\n"
            "• *Stadtlabor*: Beteiligung in der Verwaltung (Anna)\n"
            "• *Ministerium*: Digitales im Bund (Cem)\n"
            "• *Hochschule*: forscht über Labore (Dora)\n"
            "• *Civic Lab*: London (Frances)",
        )
        await self._react(labs, raised_hands=(ADA, CEM, FRANCES), heart=(DORA,))
        self._say(FRANCES, "Lovely list! The civic lab is happy to be on it.", labs)

    async def _material_is_proposed(self) -> None:
        await self._to(self._ago(_MATERIAL_PROPOSED))
        await self._propose(
            CEM,
            url="https://example.org/labcamp-10/folien-rueckblick",
            title="Folien zum Rückblick auf zehn Treffen",
            kind="slides",
            event="10",
        )
        await self._propose(
            DORA,
            url="https://example.org/studie-wirkung-von-laboren",
            title="Studie: Woran man die Wirkung von Laboren erkennt",
            kind="paper",
        )

    async def _eleventh(self) -> None:
        await self._to(self._ago(_ELEVENTH_ANNOUNCED))
        announced = await self._announced(
            11, "Woran merkt eine Verwaltung, dass ihr Labor etwas bewegt? Kommt vorbei!"
        )
        await self._react(announced, white_check_mark=(DORA, BEN), thinking_face=(EMIL,))
        await self._to(self._ago(_LAST))
        await self._command(CEM, "zusage 11")
        self._say(DORA, "Ich bringe ein Beispiel aus unserer Begleitforschung mit.", announced)

    def _ago(self, before_now: timedelta) -> datetime:
        return datetime.fromtimestamp(self._now, UTC) - before_now

    async def _to(self, at: datetime) -> None:
        await self._jumps.to(at.timestamp())

    def _say(self, user: str, text: str, to: SlackMessage | None = None) -> SlackMessage:
        return self._place.as_user(user).say(LABCAMP, text, thread_ts=to.ts if to else None)

    async def _react(self, message: SlackMessage, **names: tuple[str, ...]) -> None:
        for name, users in names.items():
            for user in users:
                await self._place.as_user(user).react(LABCAMP, message.ts, name)
        await self._place.settled()

    async def _command(self, user: str, words: str) -> None:
        reply = await self._place.as_user(user).command(f"/labcamp {words}", LABCAMP)
        if not reply.ok:
            raise _TooLate

    async def _announced(self, number: int, text: str) -> SlackMessage:
        await self._command(ADA, f"announce {number} {text}")
        await self._jumps.by(0)  # until it is posted
        workspace = self._place.workspace
        messages = workspace.messages[LABCAMP].values()
        return [message for message in messages if message.bot_id == workspace.bot_id][-1]

    async def _propose(self, user: str, **given: Any) -> None:
        member = self._place.as_user(user)
        await self._command(user, "kb add")
        form = member.views[-1]
        await member.submit(form.id, _answers(member, **given))
        await member.close(member.views[-1].id, all_of_them=True)


def _answers(member: Actor, **given: Any) -> dict[str, dict[str, Any]]:
    """Values for the fields of the form that this member has open, which begin with their names."""
    fields = [block for block in member.views[-1].blocks if block["type"] == "input"]
    named = {block["block_id"].partition(":")[0]: block for block in fields}
    return {
        named[name]["block_id"]: {named[name]["element"]["action_id"]: value}
        for name, value in given.items()
    }
