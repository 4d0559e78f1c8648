"""python -m bot doctor: what is wrong with the installation, and what to do about it."""

import asyncio
import json
import shutil
import textwrap
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import click

from bot import doctor as checks
from bot import logs, settings
from bot.clock import SystemClock
from bot.doctor import CHECKS, Finding, Verdict
from bot.domain.withholding import without_secrets
from bot.locales import Texts, texts

SIGNS = {
    Verdict.WELL: click.style("✓", fg="green"),
    Verdict.DOUBTFUL: click.style("!", fg="yellow"),
    Verdict.WRONG: click.style("✗", fg="red"),
    Verdict.UNCHECKED: "–",
}
_WIDEST = 110  # characters of a line, so that it can be read


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines: an object, check by check.")
@click.pass_context
def doctor(invoked: click.Context, as_json: bool) -> None:
    """Look at settings, Slack, database and machine, and say what to do. Changes nothing.

    Also while the bot runs. Ends with status 1 if something has to be mended.
    """
    logs.configure("ERROR", "console")
    findings = asyncio.run(_examined(None if as_json else texts("en")))
    if as_json:
        shown = {name: asdict(finding) for name, finding in findings.items()}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        click.echo(_summary(findings))
    invoked.exit(1 if Verdict.WRONG in {finding.state for finding in findings.values()} else 0)


async def _examined(shown_in: Texts | None) -> dict[str, Finding]:
    """All findings by name; each is shown as soon as it is there, if a language is named."""
    loaded, problems = settings.inspect()
    findings = {}
    async with checks.opened(loaded, texts("en")) as context:
        context.problems, context.misspelt = problems, settings.unknown_names()
        context.folder, context.clock = Path.cwd(), SystemClock(loaded.clock_file)
        async for name, finding in checks.examine(context):
            findings[name] = withheld(finding)
            if shown_in is not None:
                show(name, findings[name], shown_in)
    return findings


def withheld(finding: Finding) -> Finding:
    """The finding without any secret, whoever may have put one into it."""
    words, advice = without_secrets(finding.words), without_secrets(finding.advice)
    return replace(finding, words=words, advice=advice)


def show(name: str, finding: Finding, t: Texts) -> None:
    """One line, or as many as it takes, with what to do below."""
    labels = {check.name: t.plain(f"doctor.name.{check.name}") for check in CHECKS}
    indent = max(map(len, labels.values())) + 4
    first = f"{SIGNS[finding.state]} {labels[name].ljust(indent - 2)}"
    lines = [line for text in finding.words.splitlines() for line in _wrapped(text, indent)]
    if finding.advice:
        before, *others = _wrapped(finding.advice, indent + 2)
        lines += [f"→ {before}", *(f"  {line}" for line in others)]
    click.echo(f"\n{' ' * indent}".join([first + lines[0], *lines[1:]]))


def wrapped(text: str) -> str:
    """The text in lines that can be read."""
    return "\n".join(line for part in text.splitlines() for line in _wrapped(part, 0))


def _wrapped(text: str, indent: int) -> list[str]:
    width = min(shutil.get_terminal_size((_WIDEST, 0)).columns, _WIDEST) - indent
    return textwrap.wrap(text, max(width, 30), break_long_words=False, break_on_hyphens=False)


def _summary(findings: Mapping[str, Finding]) -> str:
    states = Counter(finding.state for finding in findings.values())
    return f"\nTo be mended: {states[Verdict.WRONG]}, to be looked at: {states[Verdict.DOUBTFUL]}."
