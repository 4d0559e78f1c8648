"""Files that somebody put into a form, fetched from Slack.

https://docs.slack.dev/reference/objects/file-object: `url_private_download` opens to a token with
the scope files:read. Who has none is led to a page to sign in.
"""

import asyncio

import aiohttp
import structlog
from yarl import URL

from bot.domain.files import NotGot
from bot.slack import Slack

log = structlog.get_logger()

# Seconds. Slack waits three for the ack, and what was fetched has to be read too.
_QUICK = 1.5
_REDIRECTS = 3
_AT_ONCE = 1 << 14  # bytes


async def download(slack: Slack, url: str, most: int) -> bytes | NotGot:
    """A file of at most `most` bytes; no more of it is read, and only from Slack itself."""
    try:
        async with asyncio.timeout(_QUICK):
            return await _along_redirects(slack, URL(url), most)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return _not_got(type(error).__name__)


async def _along_redirects(slack: Slack, target: URL, most: int) -> bytes | NotGot:
    for _ in range(_REDIRECTS + 1):
        headers = slack.opens(target)
        if headers is None:
            return _not_got("it is elsewhere")
        async with slack.http.get(target, headers=headers, allow_redirects=False) as answer:
            if answer.status in (301, 302, 303, 307, 308):
                target = target.join(URL(answer.headers.get("Location", "")))
                continue
            if answer.status != 200:
                return _not_got(f"http {answer.status}")
            if answer.content_type == "text/html":  # where one logs in
                return _not_got("a page instead of the file")
            return await _read(answer, most)
    return _not_got("redirects without end")


async def _read(answer: aiohttp.ClientResponse, most: int) -> bytes | NotGot:
    content = bytearray()
    async for piece in answer.content.iter_chunked(_AT_ONCE):
        content += piece
        if len(content) > most:
            answer.close()
            return NotGot.TOO_LARGE
    return bytes(content)


def _not_got(why: str) -> NotGot:
    log.warning("file.not_got", error=why)
    return NotGot.FAILED
