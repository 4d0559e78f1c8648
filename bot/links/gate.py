"""The gate that every connection to other people's servers goes through (decision 0013).

A name is looked up once, every address is held against the rule, and the socket is made for one
of these very addresses: a name that leads elsewhere a moment later changes nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.domain.networks import USUAL_PORTS, is_odd_number, is_public


class NotPublic(OSError):
    """The address is none of the public Internet; nothing was sent there."""


async def addresses(host: str) -> list[str]:
    """The IP addresses of a host; raises socket.gaierror when it has none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [str(sockaddr[0]) for *_, sockaddr in found]


@dataclass(frozen=True, slots=True)
class Gate:
    """What may be asked. Tests have servers on this machine, and name other rules."""

    is_open: Callable[[str], bool] = is_public  # takes an IP address
    ports: Collection[int] = USUAL_PORTS
    look_up: Callable[[str], Awaitable[list[str]]] = addresses

    def lets_through(self, url: URL) -> bool:
        """Whether this may be asked, as far as it can be seen from the address alone."""
        if url.scheme not in ("http", "https") or url.port not in self.ports or not url.raw_host:
            return False
        return not is_odd_number(url.raw_host)

    def connector(self) -> aiohttp.TCPConnector:
        """A connector that connects only to what is open; it keeps no connection and no name."""
        return aiohttp.TCPConnector(
            resolver=_Resolver(self),
            use_dns_cache=False,
            force_close=True,
            socket_factory=self._socket,
        )

    def _socket(self, info: Any) -> socket.socket:
        """A socket for this very address: also for one that stood in the link itself."""
        family, kind, protocol, _, sockaddr = info
        if not self.is_open(str(sockaddr[0])):
            raise NotPublic(f"{sockaddr[0]} is not public")
        return socket.socket(family, kind, protocol)


class _Resolver(AbstractResolver):
    """Looks names up; one that leads to any address that is not open leads nowhere."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host, for aiohttp; raises NotPublic."""
        found = await self._gate.look_up(host)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, f"{host} has no address")
        if not all(self._gate.is_open(address) for address in found):
            raise NotPublic(f"{host} leads to what is not public")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        """Nothing is kept."""
