"""Every function that takes just a text takes any text: they are found in the tree, not listed."""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import ModuleType

from hypothesis import given

import bot.domain
import bot.files
import bot.invitations
from bot.domain import backups, changes, reminder_rules, talk_choices, times, values
from bot.domain.addresses import normalised_url
from bot.domain.backups import BadRotation
from bot.domain.reminder_rules import BadRule, BadRules
from bot.domain.values import NotOurs
from bot.files import json_texts
from tests.fuzz.texts import TEXTS
from tests.fuzz.watching import Watch, fuzzed

# How they say no; all others take everything.
REFUSALS: dict[Callable[..., object], tuple[type[Exception], ...]] = {
    backups.rotation: (BadRotation,),
    changes.read: (ValueError, TypeError),  # of what the bot has stored itself
    json_texts.value: (json.JSONDecodeError,),  # of what is known to be a text in JSON
    normalised_url: (ValueError,),
    reminder_rules.rule: (BadRule,),
    reminder_rules.rules: (BadRules,),
    reminder_rules.span: (BadRule,),
    talk_choices.who_sees: (NotOurs,),
    times.instant: (ArithmeticError, ValueError),
    **dict.fromkeys(
        (values.number, values.number_or_zero, values.page, values.day, values.turn), (NotOurs,)
    ),
}


def functions() -> Iterator[Callable[[str], object]]:
    """Each public function of the domain, the files and the invitations that needs only a text."""
    for package in (bot.domain, bot.files, bot.invitations):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, function in vars(module).items():
                if (
                    name[0] != "_"
                    and inspect.isfunction(function)
                    and takes_a_text(function, module)
                ):
                    yield function


def takes_a_text(function: Callable[..., object], of: ModuleType) -> bool:
    parameters = list(inspect.signature(function).parameters.values())
    needed = [one for one in parameters if one.default is one.empty]
    is_one = bool(parameters) and needed == parameters[:1] and parameters[0].annotation is str
    return is_one and function.__module__ == of.__name__


FUNCTIONS = list(functions())


def test_the_functions_are_found() -> None:
    assert len(FUNCTIONS) > 90
    assert REFUSALS.keys() <= set(FUNCTIONS)


def whole(text: str) -> str:
    """The text without half signs: no way in brings any (`readable`, and UTF-8)."""
    return text.encode("utf-8", "replace").decode()


def test_no_text_is_too_odd(watch: Watch) -> None:
    @fuzzed
    @given(TEXTS.map(whole))
    def fuzz(text: str) -> None:
        for function in FUNCTIONS:
            with (
                watch.over(f"{function.__module__}.{function.__name__}", text),
                suppress(*REFUSALS.get(function, ())),
            ):
                found = function(text)
                if isinstance(found, Iterator):
                    list(found)

    fuzz()
