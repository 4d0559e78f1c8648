"""The bare ASGI function that takes Slack's requests: what it reads, and what it keeps."""

import gc
import weakref
from typing import Any

import pytest

from bot.slack_endpoint import SlackEndpoint

FORGED = [(b"x-slack-signature", b"v0=0"), (b"x-slack-request-timestamp", b"1")]


async def answered(
    headers: list[tuple[bytes, bytes]], *parts: bytes, method: str = "POST"
) -> tuple[int, bytes, dict[bytes, bytes]]:
    """Status, body and headers of the answer to a request whose body comes in these parts."""
    coming = [
        {"type": "http.request", "body": part, "more_body": number < len(parts)}
        for number, part in enumerate(parts, start=1)
    ]
    said: list[Any] = []

    async def receive() -> dict[str, Any]:
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {"type": "http", "method": method, "path": "/slack/events", "headers": headers}
    await SlackEndpoint("the-signing-secret")(scope, receive, send)
    start, body = said
    return start["status"], body["body"], dict(start["headers"])


@pytest.mark.parametrize("parts", [(b"a" * 2000,), (b"a" * 600, b"a" * 600), (b"a" * 2000, b"a")])
async def test_of_what_has_no_signature_no_more_than_a_little_is_looked_at(
    parts: tuple[bytes, ...],
) -> None:
    status, said, headers = await answered([], *parts)
    assert (status, said, headers[b"connection"]) == (401, b"not signed", b"close")


@pytest.mark.parametrize("parts", [(b"a" * 1_000_001,), (b"a" * 600_000, b"a" * 600_000)])
async def test_what_is_larger_than_anything_of_slacks_is_refused(parts: tuple[bytes, ...]) -> None:
    status, said, headers = await answered(FORGED, *parts)
    assert (status, said, headers[b"connection"]) == (413, b"too large", b"close")


async def test_a_body_that_breaks_off_is_no_payload() -> None:
    assert (await answered([(b"content-length", b"900")]))[0] == 400


async def test_other_methods_are_told_which_one_is_taken() -> None:
    status, _, headers = await answered([], b"", method="GET")
    assert (status, headers[b"allow"]) == (405, b"POST")


@pytest.mark.parametrize("signed", [[], FORGED])
async def test_nothing_of_a_request_that_was_refused_is_kept(
    signed: list[tuple[bytes, bytes]],
) -> None:
    class Watched(list[tuple[bytes, bytes]]):
        """Headers of which one can know whether somebody still has them."""

    headers = Watched(signed)
    still_there = weakref.ref(headers)
    await answered(headers, b"a" * 2_000_000)
    del headers
    gc.collect()
    assert still_there() is None
