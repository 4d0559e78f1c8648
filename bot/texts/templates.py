"""Templates: those that come with the bot, and a community's own, that are tried first.

A community's own are data, and not to be trusted as code is: they run in Jinja's sandbox
(https://jinja.palletsprojects.com/en/stable/sandbox), and are given nothing but words.
"""

import difflib
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import jinja2
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from bot.domain.languages import LANGUAGES
from bot.domain.outlets import TemplateFault, TemplateTrouble
from bot.texts.facts import Facts
from bot.views import markdown

_BUILT_IN = Path(__file__).parent / "templates"
_ENDING = ".j2"
_GAPS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_LONGEST = 200  # characters of what Jinja says


class _Broken(Exception):
    """A community's own template can't be used."""

    def __init__(self, fault: TemplateFault) -> None:
        self.fault = fault


@dataclass(slots=True)
class Templates:
    """The templates of a bot; `own` is the folder with a community's own, if there is one."""

    own: Path | None = None
    faults: dict[str, TemplateFault] = field(default_factory=dict)

    def rendered(self, name: str, facts: Facts) -> str:
        """The text of the template `name` (`newsletter.md`) in the language of the facts.

        Where a community's own is broken, that is noted, and ours is taken.
        """
        path, is_html = f"{facts['language']}/{name}{_ENDING}", name.endswith(".html")
        if self.own is not None and path not in self.faults:
            try:
                return _tidy(_rendered(_environment(self.own, is_html), path, facts, self.own))
            except _Broken as broken:
                self.faults[path] = broken.fault
        return _tidy(_rendered(_environment(None, is_html), path, facts, None))

    def unused(self) -> Iterator[TemplateFault]:
        """A folder that is not there, and what in it is no template that is ever asked for."""
        if self.own is None:
            return
        if not self.own.is_dir():
            yield TemplateFault(TemplateTrouble.NO_FOLDER, self.own.name)
            return
        known = {str(path.relative_to(_BUILT_IN)) for path in _BUILT_IN.rglob(f"*{_ENDING}")}
        meant = (f"*{_ENDING}", f"*/*{_ENDING}", *(f"{language}/*" for language in LANGUAGES))
        for path in sorted({path for pattern in meant for path in self.own.glob(pattern)}):
            name = str(path.relative_to(self.own))
            if name not in known and not path.name.startswith(("_", ".")):
                nearest = difflib.get_close_matches(name, sorted(known), 1)
                yield TemplateFault(TemplateTrouble.UNUSED, name, 0, "".join(nearest))


def _rendered(env: jinja2.Environment, path: str, facts: Facts, own: Path | None) -> str:
    try:
        return env.get_template(path).render(facts)
    except Exception as error:
        # whatever a template of somebody's may lead to; one of ours that fails is our fault
        if own is None:
            raise
        raise _Broken(_fault(error, path, own)) from error


def _fault(error: Exception, path: str, own: Path) -> TemplateFault:
    """What is wrong, and where: Jinja makes the frames of a traceback those of the templates."""
    said = " ".join(str(error).split())[:_LONGEST] or type(error).__name__
    if isinstance(error, jinja2.TemplateSyntaxError):
        return TemplateFault(TemplateTrouble.BROKEN, error.name or path, error.lineno, said)
    if isinstance(error, jinja2.TemplateNotFound):
        said = f"{error.name}?"
    if isinstance(error, UnicodeDecodeError):
        before = error.object[: error.start]
        return TemplateFault(TemplateTrouble.BROKEN, path, before.count(b"\n") + 1, "UTF-8?")
    frames = traceback.extract_tb(error.__traceback__)
    within = [frame for frame in frames if Path(frame.filename).is_relative_to(own)]
    if not within:
        return TemplateFault(TemplateTrouble.BROKEN, path, 0, said)
    last = within[-1]
    file = str(Path(last.filename).relative_to(own))
    return TemplateFault(TemplateTrouble.BROKEN, file, last.lineno or 0, said)


@cache
def _environment(own: Path | None, is_html: bool) -> jinja2.Environment:
    """What templates run in, for HTML or for anything else.

    By the name of a template it could not be told: a macro of another file would come in unescaped.
    """
    folders = [folder for folder in (own, _BUILT_IN) if folder is not None]
    env = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=is_html,
        undefined=jinja2.StrictUndefined,
        finalize=_in_its_format,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "indent": 2}
    env.filters |= {"address": _address, "paragraphs": _paragraphs}
    return env


@jinja2.pass_context
def _in_its_format(context: Context, value: object) -> object:
    """What is filled into Markdown, so that nothing of it is markup; Jinja does it for HTML."""
    if not _is(context, ".md") or hasattr(value, "__html__"):
        return value
    return "\n".join(markdown.anywhere(line) for line in str(value).split("\n"))


@jinja2.pass_context
def _address(context: Context, url: str) -> str:
    """An address as the target of a link; in HTML the quotation marks around it are enough."""
    return Markup(markdown.address(url)) if _is(context, ".md") else url  # noqa: S704


@jinja2.pass_context
def _paragraphs(context: Context, text: str) -> str:
    """A longer text with its paragraphs and lines; in Markdown and mail they are there already."""
    if not _is(context, ".html"):
        return text
    parts = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    lines = [Markup("<br>\n").join(escape(one) for one in part.split("\n")) for part in parts]
    return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in lines)


def _is(context: Context, ending: str) -> bool:
    return (context.name or "").endswith(ending + _ENDING)


def _tidy(text: str) -> str:
    """The text without the gaps that what was left out has made."""
    return _GAPS.sub("\n\n", text).strip() + "\n"
