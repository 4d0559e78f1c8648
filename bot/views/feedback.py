"""Feedback: the letter that asks, and what came back, for organizers."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.domain.events import Event
from bot.domain.feedback import (
    CHOICES,
    SENTENCE,
    FeedbackAnswer,
    Question,
    Results,
    Round,
    Ticket,
    Turnout,
)
from bot.domain.markup import Markup, escape
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.dates import moment
from bot.views.elements import page_buttons
from bot.views.event_parts import name
from bot.views.message import (
    Message,
    actions,
    button,
    context,
    message,
    paragraphs,
    section,
    simple,
)
from bot.views.modals import Modal, field, modal, text_input

FORM = "feedback_sentence"


def letter(event: Event, ticket: Ticket, asked: Round, t: Texts) -> Message:
    """What somebody is asked who said yes or maybe."""
    return asks(event, ticket, asked, frozenset(), t)


def asks(
    event: Event,
    ticket: Ticket,
    asked: Round,
    done: Collection[Question],
    t: Texts,
    top: str | None = None,
) -> Message:
    """The same, with what is not answered yet; `top` says what was done just now.

    Which answer was given is never shown again: it would stand in Slack under their name.
    """
    opening = top or t("feedback.asks", event=name(event, t))
    spoken = [opening]
    blocks: list[Block] = [section(opening)]
    for question in CHOICES:
        if question not in done:
            ways = [_choice(question, one, ticket, t) for one in FeedbackAnswer]
            spoken.append(t(f"feedback.question.{question}"))
            blocks += [section(spoken[-1]), actions(ways)]
    if Question.SENTENCE not in done:
        writing = button(t.plain("feedback.write"), "feedback_write", value=str(ticket))
        spoken.append(t("feedback.question.sentence"))
        blocks.append(section(spoken[-1], writing))
    if len(done) < len(Question):
        until = moment(asked.closes_at, t, event.timezone)
        small_print = [t("feedback.promise", until=until), t("nudge.stop")]
        spoken += small_print
        blocks += [context(one) for one in small_print]
    return message("\n".join(spoken), blocks)


def given(event: Event, t: Texts, *, is_news: bool, is_all: bool) -> Markup:
    """What became of a click on an answer."""
    if not is_news:
        return t("feedback.given.before")
    return t("feedback.thanks.all", event=name(event, t)) if is_all else t("feedback.thanks")


def sentence_form(event: Event, t: Texts, *, metadata: str) -> Modal:
    """Where somebody may say something in their own words."""
    words = text_input(multiline=True, max_length=SENTENCE)
    hint = t.plain("feedback.sentence.hint")
    return modal(
        FORM,
        t.plain("event.short", number=event.number),
        [field("sentence", t.plain("feedback.sentence"), words, hint=hint)],
        submit=t.plain("feedback.sentence.submit"),
        close=t.plain("modal.cancel"),
        metadata=metadata,
    )


def results(found: Results, t: Texts) -> Message:
    """What came back; sentences in an order that says nothing."""
    title = t("feedback.results", event=name(found.event, t))
    lines = [tally(question, found.counts.get(question, {}), t) for question in CHOICES]
    blocks: list[Block] = [section("\n\n".join([title, *lines]))]
    if found.sentences:
        quoted = [f"• {escape(text)}" for text in found.sentences]
        blocks += paragraphs(t("feedback.sentences", count=found.total), quoted)
    ways = page_buttons("feedback", found.number, found.has_more, t, found.event.number)
    if ways:
        blocks.append(actions(ways))
    blocks.append(context(t("feedback.results.how")))
    return message("\n".join([title, *lines]), blocks)


def tally(question: Question, counts: Mapping[str, int], t: Texts) -> str:
    """A question, and how often each answer to it was given; or that there were too few."""
    asked = t(f"feedback.question.{question}")
    if not counts:
        return f"{asked}\n{t('feedback.too.few.of.it')}"
    shown = [f"{t(f'feedback.{question}.{one}')}: {counts.get(one, 0)}" for one in FeedbackAnswer]
    return f"{asked}\n{' · '.join(shown)}"


def not_asked(event: Event, t: Texts) -> Message:
    """That nobody was asked."""
    return simple(t("feedback.not.asked", event=name(event, t)))


def not_yet(event: Event, closes_at: datetime, t: Texts) -> Message:
    """That nothing is shown yet, and from when on."""
    until = moment(closes_at, t, event.timezone)
    return simple(t("feedback.not.yet", event=name(event, t), until=until))


def too_few(event: Event, t: Texts) -> Message:
    """That too few have answered."""
    return simple(t("feedback.too.few", event=name(event, t)))


def turnout(found: Turnout, t: Texts) -> str:
    """How many came the last time, to stand beside the number of places."""
    values = {"number": found.event, "came": found.came, "said": found.said}
    share = round(100 * found.came / found.said)
    if found.yes is None:
        return t.plain("feedback.turnout", **values, share=share)
    return t.plain("feedback.turnout.yes", **values, share=share, yes=found.yes)


def _choice(question: Question, one: FeedbackAnswer, ticket: Ticket, t: Texts) -> Button:
    label = t.plain(f"feedback.{question}.{one}")
    spoken = f"{t.plain(f'feedback.question.{question}')} {label}".replace("*", "")
    return button(label, f"feedback_{question}_{one}", value=str(ticket), spoken=spoken)
