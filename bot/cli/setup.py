"""python -m bot setup: asks for what is missing, checks it, and writes it into .env."""

import asyncio
import os
import sys
from collections.abc import Collection
from getpass import getpass
from pathlib import Path

import click

from bot import doctor as checks
from bot import logs, settings
from bot.cli import env_file
from bot.cli.doctor import SIGNS, show, withheld, wrapped
from bot.cli.failures import failures_in_words
from bot.cli.importing import import_file
from bot.cli.playground import SAMPLE
from bot.cli.prompts import PROMPTS, Prompt
from bot.clock import SystemClock
from bot.doctor import Verdict
from bot.doctor.table import unusable_names
from bot.domain.languages import LANGUAGES, language_of
from bot.errors import Unavailable
from bot.locales import Texts, texts
from storage.inspection import inspect

# What is typed instead of an answer, in either language.
_YES, _LATER = ("j", "y"), "-"
_COMMAND = "labcamp-bot"  # as in pyproject.toml
_KEEP = ("b", "behalten", "k", "keep")


@click.command()
@click.option("--language", type=click.Choice(list(LANGUAGES)), help="Default: it asks.")
@click.pass_context
def setup(invoked: click.Context, language: str | None) -> None:
    """Ask for what is missing, question by question, and write it into .env in this folder.

    Each answer is checked and kept at once: it can be left at any time, and taken up again.
    """
    logs.configure("ERROR", "console")
    t, program = texts(language or _usual_language()), _program(invoked)
    file = Path.cwd() / ".env"
    with failures_in_words():
        try:
            conversation = _Conversation(t if language else _chosen(t), file, program)
            t = conversation.t
            conversation.hold(invoked)
        except (EOFError, KeyboardInterrupt):
            left = "setup.left" if file.exists() else "setup.left.unwritten"
            click.echo(f"\n\n{t.plain(left, program=program)}")
            invoked.exit(1)


class _Conversation:
    """The questions in one language, and the `.env` that their answers go to."""

    def __init__(self, t: Texts, file: Path, program: str) -> None:
        self.t, self._file, self._program = t, file, program
        self._folder = file.parent

    def hold(self, invoked: click.Context) -> None:
        """Ask everything, offer the sample, and look at the whole."""
        self._say("begin")
        for question in PROMPTS:
            if question.applies(self._values()):
                self._settle(question)
        self._offer_sample(invoked)
        self._say("whole")
        self._check(self._values(), [check.name for check in checks.CHECKS])
        self._say("end")

    def _settle(self, question: Prompt) -> None:
        """Have an answer that is right, or that is wanted all the same, or none."""
        name, tried = question.variable, self._values().get(question.variable, "")
        if tried and (self._is_right(question, tried) or os.environ.get(name, "").strip()):
            return
        self._say(f"ask-{question.key}")
        while True:
            typed = self._answer(question, tried)
            if typed == _LATER or not (typed or tried):
                return
            is_kept = typed.lower() in _KEEP and bool(tried) and self._is_usable(question, tried)
            tried = tried if is_kept else typed or tried
            if is_kept or self._is_right(question, tried):
                env_file.write(self._file, name, tried)
                return

    def _answer(self, question: Prompt, tried: str) -> str:
        """What is typed, be it an answer or what to do with the one that was tried before."""
        if tried:
            key = "again" if self._is_usable(question, tried) else "unusable"
            prompt = self.t.plain(f"setup.prompt-{key}")
        else:
            prompt = self.t.plain("setup.prompt-unseen" if question.secret else "setup.prompt")
        return _typed(f"{question.variable} {prompt} ", secret=question.secret).strip()

    def _is_right(self, question: Prompt, answer: str) -> bool:
        """Whether it can be used, and nothing is wrong with it; what is found is said."""
        if not self._is_usable(question, answer):
            wrong = self.t.plain(f"setup.wrong-{question.key}")
            click.echo(f"{SIGNS[Verdict.WRONG]} {wrong}")
            return False
        values = {**self._values(), question.variable: answer}
        return Verdict.WRONG not in self._check(values, question.checks)

    def _is_usable(self, question: Prompt, answer: str) -> bool:
        values = {**self._values(), question.variable: answer}
        _, problems = settings.inspect(values, self._folder)
        return question.variable not in unusable_names(problems)

    def _offer_sample(self, invoked: click.Context) -> None:
        """Import the sample's events, if there are no tables yet and somebody wants them."""
        loaded, problems = settings.inspect(folder=self._folder)
        try:
            if "DATABASE_URL" in unusable_names(problems) or inspect(loaded.database_url).revision:
                return
        except Unavailable:
            return
        if self._agrees("sample"):
            try:
                invoked.invoke(import_file, file=SAMPLE, dry_run=False, leave_out=False)
            except click.ClickException as failure:
                failure.show()

    def _check(self, values: dict[str, str], names: Collection[str]) -> set[Verdict]:
        return asyncio.run(self._checked(values, names)) if names else set()

    async def _checked(self, values: dict[str, str], names: Collection[str]) -> set[Verdict]:
        """The states that checks of doctor find with these variables; each is shown."""
        loaded, problems = settings.inspect(values, self._folder)
        states = set()
        async with checks.opened(loaded, self.t) as context:
            context.problems, context.folder = problems, self._folder
            context.misspelt = settings.unknown_names(values, self._folder)
            context.clock = SystemClock(loaded.clock_file)
            async for name, finding in checks.examine(context, {"token", *names}):
                if name in names:
                    show(name, withheld(finding), self.t)
                    states.add(finding.state)
        return states

    def _values(self) -> dict[str, str]:
        return settings.variables(folder=self._folder)

    def _agrees(self, key: str) -> bool:
        self._say(key)
        return _typed("").strip().lower()[:1] in _YES

    def _say(self, key: str) -> None:
        said = self.t.plain(f"setup.{key}", program=self._program)
        click.echo(f"\n{wrapped(said)}")


def _program(invoked: click.Context) -> str:
    """How the bot is called here: by its command where that was used, as a wheel has it."""
    name = invoked.find_root().info_name
    return name if name == _COMMAND else "python -m bot"


def _usual_language() -> str:
    """That of the terminal; German, as the bot's own, where it has none."""
    given = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, given), "C")
    return "de" if locale.partition(".")[0] in ("C", "POSIX") else language_of(locale)


def _chosen(t: Texts) -> Texts:
    """The language that is asked for in both; none that is known means the usual one."""
    word = _typed(f"{t.plain('setup.which')} ").strip().lower()
    found = (code for code, language in LANGUAGES.items() if word in language.names)
    return texts(next(found, t.language))


def _typed(prompt: str, *, secret: bool = False) -> str:
    """A line of the terminal, a secret one unseen, or of what is piped in; EOFError at its end."""
    if sys.stdin.isatty():
        return getpass(prompt) if secret else input(prompt)
    click.echo(prompt, nl=False)
    line = sys.stdin.readline()
    click.echo()
    if not line:
        raise EOFError
    return line
