"""What stands in for the answer to a call when a fault strikes."""

import asyncio

from aiohttp import web

from playground.faults import SLOW_SECONDS, Call, CallFault
from playground.odd_answers import ODD_ANSWERS


async def spoiled(
    request: web.Request, call: Call, fault: CallFault | None, moment: str
) -> web.StreamResponse | None:
    """What stands in for the answer if the fault strikes at this moment."""
    what, _, when = fault.kind.partition("_") if fault else ("", "", "")
    if fault and fault.kind.startswith(("error:", "odd:")):
        what, when = fault.kind.split(":")[0], "before"
    if fault is None or (when or "before") != moment:
        return None
    if what == "hold":
        await fault.hold()
        return None
    if what == "slow":
        await asyncio.sleep(SLOW_SECONDS)
        return None
    if what == "hang":
        call.error = "hang"
        # Until the bot gives up or the playground stops, which cancels this.
        await asyncio.Event().wait()
    if what == "429":
        call.status, call.error = 429, "ratelimited"
        return too_many(fault.retry_after)
    if what == "odd":
        return _odd(call, fault)
    if what == "error":
        call.status, call.error = 200, fault.kind.removeprefix("error:")
        return web.json_response({"ok": False, "error": call.error})
    if what == "500":
        call.status, call.error = 500, "internal server error"
        return web.Response(status=500, text="<html>Server Error</html>", content_type="text/html")
    call.error = "reset"
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _odd(call: Call, fault: CallFault) -> web.Response:
    odd = ODD_ANSWERS[fault.kind]
    call.status, call.error = odd.status, fault.kind
    headers = {"Retry-After": str(fault.retry_after)} if odd.status in (429, 503) else {}
    return web.Response(
        status=odd.status, text=odd.body, content_type=odd.content_type, headers=headers
    )


def too_many(retry_after: int | str) -> web.Response:
    """Slack's answer to too many calls; `retry_after` in seconds, or what is no number."""
    body = {"ok": False, "error": "ratelimited"}
    return web.json_response(body, status=429, headers={"Retry-After": str(retry_after)})
