"""Causes: one short id in every line of the log that one payload, or one run of a job, leads to.

It is bound to the context: what is awaited has it, and so have tasks that are begun. A delivery has
it in its send_id, and goes on with it however much later, in whichever process.
"""

import random
import secrets
from contextlib import AbstractContextManager

from structlog.contextvars import bind_contextvars, bound_contextvars, get_contextvars

_BYTES = 4  # enough to tell apart what happens within some weeks
_random = random.Random()  # noqa: S311 - nobody has to be unable to guess it


def begin() -> None:
    """From here on all that this task does has a new cause."""
    bind_contextvars(cause=_new())


def _new() -> str:
    """To ask the system for it would let another thread in, for each payload."""
    return _random.randbytes(_BYTES).hex()


def new_send_id() -> str:
    """What goes along with a post, unseen, so that it is found in Slack's history.

    It begins with the cause that there is now, or with a new one; the rest says nothing.
    """
    cause: str = get_contextvars().get("cause") or _new()
    return cause + secrets.token_hex(16 - _BYTES)


def of_delivery(send_id: str) -> AbstractContextManager[None]:
    """What is done in this block has the cause of the delivery with this send_id."""
    return bound_contextvars(cause=send_id[: 2 * _BYTES])
