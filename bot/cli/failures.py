"""Errors that whoever runs the bot can mend are said plainly, without a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.errors import BotRuns, PortInUse
from bot.files.contents import FileFaults, UnknownEnding
from bot.settings import BadSettings
from storage.backups import NoBackup
from storage.copying import NotCopied
from storage.database import Unavailable
from storage.migrations import NewerSchema, Unusable

_LEAVE_OUT = "--leave-out takes the rest without them ({:,} entries have faults)"
_SHOWN = 50  # faults; a file with more of them has one fault that repeats itself


class _Failure(click.ClickException):
    """Wrong settings, or a wrong file."""

    exit_code = 2


@contextmanager
def failures_in_words() -> Iterator[None]:
    """Turn what can go wrong in a foreseeable way into one message and exit status 2."""
    try:
        yield
    except BadSettings as bad:
        problems = "\n".join(f"  • {problem}" for problem in bad.problems)
        raise _Failure(f"these settings need to be mended:\n{problems}") from bad
    except FileFaults as bad:
        raise _Failure(f"nothing was imported:\n{_listed(bad)}") from bad
    except Unusable as error:
        raise _Failure(f"DATABASE_URL: {error}") from error
    except Unavailable as error:
        raise _Failure(f"DATABASE_URL: the database can't be used: {in_short(error)}") from error
    except (BotRuns, NewerSchema, NoBackup, NotCopied, PortInUse, UnknownEnding, OSError) as error:
        raise _Failure(str(error)) from error


def in_short(error: Exception) -> str:
    """What the database says, without the statement that it says it of."""
    return (str(error).splitlines() or [""])[0]


def _listed(bad: FileFaults) -> str:
    shown = [f"  {fault}" for fault in bad.faults[:_SHOWN]]
    more = len(bad.faults) - len(shown) + bad.more
    advice = [_LEAVE_OUT.format(bad.entries)] if bad.entries else []
    return "\n".join([*shown, *([f"  … and {more:,} more"] if more else []), *advice])
