"""As much time as it takes: no test turns red because the machine is slow.

Nobody waits for an answer here, so the seconds for which the bot keeps people waiting, and for
which Slack would wait, only end a hang. A test that is about them asks for `impatient`.
"""

import importlib

import pytest

from tests.waiting import HANG

_BUDGETS = (
    ("bot.slack.channels", "QUICK"),
    ("bot.slack.calls", "QUICK"),
    ("bot.slack.views", "_QUICK"),
    ("handlers.languages", "_A_MOMENT"),
    ("handlers.people.nudges", "_PATIENCE"),
    ("handlers.people.participants", "_A_MOMENT"),
    ("playground.limits", "TRIGGER_SECONDS"),
    ("storage.sqlite", "_READ_PATIENCE"),
)
_LITTLE = 3
_OWN: dict[tuple[str, str], float] = {}


def be_patient() -> None:
    """Have this process wait for as long as it takes, from now on."""
    for module, name in _BUDGETS:
        found = importlib.import_module(module)
        _OWN[module, name] = getattr(found, name)
        setattr(found, name, HANG)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot and Slack wait little longer than they do elsewhere."""
    for (module, name), seconds in _OWN.items():
        monkeypatch.setattr(importlib.import_module(module), name, _LITTLE * seconds)
