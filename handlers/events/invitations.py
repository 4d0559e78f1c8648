"""The invitation to a new event, pasted or given as a file: what is read of it is shown."""

import asyncio
from datetime import date

from bot.deps import Deps
from bot.domain import limits
from bot.domain.fields import Flaw, Wrong
from bot.domain.files import GivenFile, NotGot
from bot.domain.markup import unescape
from bot.domain.rich_text import to_mrkdwn
from bot.domain.times import to_local
from bot.invitations.reading import InvitationReading
from bot.slack.downloads import download
from handlers.acts import Act
from handlers.forms import Form

Faults = dict[str, Wrong]


async def read(deps: Deps, act: Act[str]) -> InvitationReading | Faults | None:
    """What was read of the invitation, or what is wrong with a field; None where there is none."""
    zone = deps.settings.timezone
    today = to_local(act.now, zone).date()
    text, given = _pasted(act.form), act.form.files("file")
    if text and given:
        return {"file": Wrong(Flaw.FILE_AND_TEXT)}
    if given:
        found = await _of_file(deps, given[0], today)
        return {"file": found} if isinstance(found, Wrong) else found
    if len(text) > limits.INVITATION:
        return {"invitation": Wrong(Flaw.INVITATION, str(limits.INVITATION))}
    # a long text of patterns takes a tenth of a second: not on the loop
    return await asyncio.to_thread(_of_text, text, today, zone) if text else None


def _pasted(form: Form) -> str:
    """The text that was pasted; in a form of an older version it is plain."""
    return unescape(to_mrkdwn(form.rich_text("invitation"))).strip() or form.text("invitation")


async def _of_file(deps: Deps, file: GivenFile, today: date) -> InvitationReading | Wrong:
    too_large = Wrong(Flaw.FILE_LARGE, str(limits.INVITATION_FILE // 1000))
    if file.size > limits.INVITATION_FILE:
        return too_large
    content = await download(deps.slack, file.url, limits.INVITATION_FILE)
    if content is NotGot.TOO_LARGE:
        return too_large
    if isinstance(content, NotGot):
        return Wrong(Flaw.FILE_NOT_GOT)
    return await asyncio.to_thread(_of_content, content, file.name, today, deps.settings.timezone)


# Hundreds of patterns are compiled for it: when the first invitation comes, not at each start.
def _of_text(text: str, today: date, zone: str) -> InvitationReading:
    from bot.invitations.reader import read

    return read(text, today, zone)


def _of_content(content: bytes, name: str, today: date, zone: str) -> InvitationReading | Wrong:
    from bot.invitations.files import read

    return read(content, name, today, zone)
