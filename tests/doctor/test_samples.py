"""The samples of views: one of each; what Slack would refuse of one is said."""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from copy import deepcopy
from types import CodeType, FrameType, FunctionType
from typing import Any, get_args

from bot import views
from bot.doctor.samples import SAMPLES
from bot.locales import texts
from bot.slack.inspection import Inspection
from bot.views.home import HomeView
from bot.views.message import Message
from bot.views.modals import Modal
from tests.stage import Stage

SHOWN = {Message, Modal, HomeView}
# What all views are made of.
PIECES = {"message", "modals"}


def makers() -> Iterator[FunctionType]:
    """The functions that show something: all that give a message, modal or Home."""
    for module in pkgutil.iter_modules(views.__path__):
        if module.name in PIECES:
            continue
        loaded = importlib.import_module(f"{views.__name__}.{module.name}")
        for name, made in vars(loaded).items():
            if isinstance(made, FunctionType) and made.__module__ == loaded.__name__:
                given = inspect.signature(made).return_annotation
                if not name.startswith("_") and SHOWN & {given, *get_args(given)}:
                    yield made


def test_there_is_a_sample_of_every_view() -> None:
    called: set[CodeType] = set()

    def note(frame: FrameType, _event: str, _argument: Any) -> None:
        called.add(frame.f_code)

    sys.setprofile(note)
    try:
        for sample in SAMPLES.values():
            sample(texts("de"))
    finally:
        sys.setprofile(None)
    assert [one.__qualname__ for one in makers() if one.__code__ not in called] == []


async def test_what_slack_would_refuse_is_said_with_its_place(stage: Stage) -> None:
    payload = deepcopy(SAMPLES["card"](texts("de")).payload())  # parts are kept for all who look
    payload["blocks"][0]["text"]["text"] = "x" * 3001
    (fault,) = await Inspection(stage.deps.slack.client).faults(payload)  # type: ignore[misc]
    assert fault.startswith("/blocks/0/text/text: ")
