"""One link is asked: HEAD, then GET where that does not settle it, and on along redirects."""

import asyncio
import errno
import socket
from types import TracebackType
from typing import Protocol, Self

import aiohttp
from yarl import URL

from bot.domain.link_checks import Answer, LinkAnswered, Unreached, Why, settles
from bot.links.gate import Gate, NotPublic

# Seconds: for one request, from looking the name up to the last header; and for all that one link
# takes, without waiting for turns.
REQUEST_TIMEOUT = 15.0
LINK_TIMEOUT = 40.0
REDIRECTS = 5
# The body is not read. What comes along with the headers is buffered; above this nothing is taken.
_BUFFER = 16 * 1024
_GONE = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.EACCES, errno.EPERM)


class Turns(Protocol):
    """Sees to it that a host is asked one thing at a time, by whomever."""

    async def take(self, host: str) -> bool:
        """Wait for our turn; False when it does not come."""

    async def end(self, host: str, answer: Answer) -> None:
        """Let the next one ask, after a pause."""


class Asker:
    """Asks web servers; to be used as an async context manager.

    It brings no cookies, no credentials, no proxy of the environment, and says who it is:
    `contact` is an address for those who wonder.
    """

    def __init__(
        self,
        turns: Turns,
        contact: str | None = None,
        gate: Gate | None = None,
        *,
        request_timeout: float = REQUEST_TIMEOUT,
    ) -> None:
        self._turns = turns
        self._gate = gate or Gate()
        self._timeout = request_timeout
        about = f"; +{contact}" if contact else ""
        self._headers = {
            "User-Agent": f"LabCampBot/1.0 (link check{about})",
            "Accept": "*/*",
            "Accept-Encoding": "identity",
        }

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=self._gate.connector(),
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            read_bufsize=_BUFFER,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def ask(self, url: str) -> Answer:
        """What `url` answers, after at most five redirects; every target is checked anew."""
        budget = _Budget(LINK_TIMEOUT)
        try:
            target = URL(url)
            for _ in range(REDIRECTS + 1):
                target = target.with_user(None).with_fragment(None)
                answer = await self._ask_host(target, budget)
                if not (isinstance(answer, LinkAnswered) and answer.leads_on):
                    return answer
                target = target.join(URL(answer.location or ""))
        except (ValueError, IndexError):  # no address, or a redirect to what is none (`http://[]@`)
            return Unreached(Why.NOT_ASKED)
        return Unreached(Why.REDIRECTS)

    async def _ask_host(self, target: URL, budget: "_Budget") -> Answer:
        if not self._gate.lets_through(target):
            return Unreached(Why.NOT_ASKED)
        answer = await self._in_turn("HEAD", target, budget)
        return answer if settles(answer) else await self._in_turn("GET", target, budget)

    async def _in_turn(self, method: str, target: URL, budget: "_Budget") -> Answer:
        host = target.raw_host or ""
        if not await self._turns.take(host):
            return Unreached(Why.BUSY)
        answer: Answer = Unreached(Why.TIMEOUT)
        try:
            async with budget, asyncio.timeout(min(self._timeout, budget.left)):
                answer = await self._request(method, target)
        except TimeoutError:
            pass
        await self._turns.end(host, answer)
        return answer

    async def _request(self, method: str, target: URL) -> Answer:
        try:
            response = await self._session.request(method, target, allow_redirects=False)
        except aiohttp.ClientConnectorDNSError as error:
            return Unreached(_of_name(error.os_error))
        except (aiohttp.ClientSSLError, aiohttp.ClientConnectorCertificateError):
            return Unreached(Why.CERTIFICATE)
        except aiohttp.ClientConnectorError as error:
            return Unreached(_of_connection(error.os_error))
        except aiohttp.InvalidURL:
            return Unreached(Why.NOT_ASKED)
        except aiohttp.ClientError:
            return Unreached(Why.HUNG_UP)
        response.close()
        headers = response.headers
        return LinkAnswered(response.status, headers.get("Location"), headers.get("Retry-After"))


class _Budget:
    """The seconds that are left for one link; they go by while it is entered."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    async def __aenter__(self) -> None:
        self._since = asyncio.get_running_loop().time()

    async def __aexit__(self, *_: object) -> None:
        self.left -= asyncio.get_running_loop().time() - self._since


def _of_name(error: OSError) -> Why:
    if isinstance(error, NotPublic):
        return Why.NOT_ASKED
    return Why.NO_SUCH_HOST if error.errno in _GONE else Why.NO_NAME_SERVER


def _of_connection(error: OSError) -> Why:
    if isinstance(error, NotPublic):
        return Why.NOT_ASKED
    if error.errno == errno.ECONNREFUSED:
        return Why.REFUSED
    if error.errno == errno.ETIMEDOUT:
        return Why.TIMEOUT
    return Why.UNREACHABLE if error.errno in _NO_WAY else Why.HUNG_UP
