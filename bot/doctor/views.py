"""The check of all views: whether this workspace's Slack would take them."""

from bot.doctor.context import Context
from bot.doctor.findings import Finding, Verdict
from bot.doctor.samples import SAMPLES
from bot.domain.delivery_outcomes import Later
from bot.locales import texts
from bot.slack.calls import Failure

_UNKNOWN = "unknown_method"


async def views(context: Context) -> Finding:
    """Ask Slack about a sample of every view, in the language of the channel.

    https://docs.slack.dev/reference/methods/blocks.validate: "special rate limits apply". With the
    first answer that is none it ends, and says how far it came.
    """
    t = texts(context.settings.language)
    refused: list[str] = []
    for number, (name, view) in enumerate(SAMPLES.items()):
        faults = await context.inspection.faults(view(t).payload())
        if isinstance(faults, Failure):
            if faults.error == _UNKNOWN:
                return context.unchecked("views-unknown")
            return _broken_off(context, refused, number, faults)
        refused += [f"{name}{fault}" for fault in faults]
    if refused:
        return _refused(context, refused)
    return context.well("views-well", count=len(SAMPLES))


def _broken_off(context: Context, refused: list[str], number: int, failure: Failure) -> Finding:
    if refused:
        return _refused(context, refused)
    error = "ratelimited" if isinstance(failure, Later) else failure.error
    return context.unchecked("views-unsaid", number=number, count=len(SAMPLES), error=error)


def _refused(context: Context, refused: list[str]) -> Finding:
    heading = context.wrong("views-refused")
    return Finding(Verdict.WRONG, "\n".join([heading.words, *refused]), heading.advice)
