"""Pictures: Slack loads each one that a message or view shows, and refuses all of it if it can't.

This workspace loads none. An address can't be loaded if it is among `Workspace.lost_pictures`, or
if its host ends in `.invalid`, which never leads anywhere (RFC 2606).
"""

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import urlsplit

from playground.workspace import Workspace


def not_loaded(workspace: Workspace, blocks: object, path: str = "/blocks") -> list[str]:
    """What Slack says of the pictures in `blocks` that it can't load; empty when it can.

    The words are those of https://github.com/slackapi/python-slack-sdk/issues/1782.
    """
    return [
        f"downloading image failed [json-pointer:{where}]"
        for where, address in _addresses(blocks, path)
        if _is_lost(address, workspace.lost_pictures)
    ]


def _addresses(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            if name == "image_url" and isinstance(each, str):
                yield f"{path}/{name}", each
            else:
                yield from _addresses(each, f"{path}/{name}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _addresses(each, f"{path}/{number}")


def _is_lost(address: str, lost: Collection[str]) -> bool:
    host = urlsplit(address).hostname or ""
    return address in lost or host.endswith(".invalid")
