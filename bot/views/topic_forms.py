"""The forms about topics: a new one, what organizers say to one, and putting two together."""

from collections.abc import Sequence

from bot.domain.topics import ANSWER, TITLE, KeptTopic, Topic
from bot.locales import Texts
from bot.views.block_kit import Block
from bot.views.elements import somebody
from bot.views.message import section
from bot.views.modals import OPTIONS_LIMIT, Modal, checkboxes, field, modal, select, text_input
from bot.views.topics import said, votes

TOPIC = "topic"
ANSWERING = "topic_answer"
MERGING = "topic_merge"


def proposing(title: str, t: Texts) -> Modal:
    """Where a member proposes a topic; `title` stands there already."""
    return modal(
        TOPIC,
        t.plain("topics.propose"),
        [
            field(
                "title",
                t.plain("topics.form.title"),
                text_input(
                    title, max_length=TITLE, placeholder=t.plain("topics.form.title.example")
                ),
                hint=t.plain("topics.form.title.hint"),
            )
        ],
        submit=t.plain("topics.form.submit"),
        close=t.plain("modal.cancel"),
    )


def answering(
    kept: KeptTopic,
    t: Texts,
    *,
    metadata: str,
    typed: Topic | None = None,
    top: str | None = None,
) -> Modal:
    """Where an organizer mends a topic's title, says something to it, and closes it.

    In the fields stands what is kept, or was `typed` when somebody else was faster.
    """
    shown = typed or kept.topic
    closing = checkboxes([("close", t.plain("topics.form.close.box"))])
    example = t.plain("topics.form.answer.example")
    answer = text_input(shown.answer, max_length=ANSWER, placeholder=example)
    blocks: list[Block] = [
        *([section(top)] if top else []),
        section(votes(kept.votes, t)),
        field("title", t.plain("topics.form.title"), text_input(shown.title, max_length=TITLE)),
        field(
            "answer",
            t.plain("topics.form.answer"),
            answer,
            hint=t.plain("topics.form.answer.hint"),
            optional=True,
        ),
        field(
            "close",
            t.plain("topics.form.close"),
            closing,
            hint=t.plain("topics.form.close.hint"),
            optional=True,
        ),
    ]
    return modal(
        ANSWERING,
        t.plain("topics.answer"),
        blocks,
        submit=t.plain("topics.form.save"),
        close=t.plain("modal.cancel"),
        metadata=metadata,
    )


def overtaken(kept: KeptTopic, by: str | None, t: Texts) -> str:
    """What somebody else has made of the topic meanwhile."""
    return f"{t('topics.overtaken', who=somebody(by, t))}\n{said(kept, t)}"


def merging(
    kept: KeptTopic,
    choices: Sequence[KeptTopic],
    t: Texts,
    *,
    metadata: str,
    filled_in: int = 0,
) -> Modal:
    """Where an organizer chooses the topic that another one becomes part of.

    A menu holds a hundred; where there are more, words lead to those with them.
    """
    options = [(str(one.id), one.topic.title) for one in choices[:OPTIONS_LIMIT]]
    blocks: list[Block] = [
        section(t("topics.merging", topic=kept.topic.title, votes=votes(kept.votes, t)))
    ]
    if options:
        chosen = field(
            "into",
            t.plain("topics.form.into"),
            select(options),
            hint=t.plain("topics.form.into.hint"),
            optional=True,
            filled_in=filled_in,
        )
        blocks.append(chosen)
    else:
        blocks.append(section(t("topics.form.into.none")))
    words = field(
        "words", t.plain("topics.form.words"), text_input(max_length=TITLE), optional=True
    )
    return modal(
        MERGING,
        t.plain("topics.merge"),
        [*blocks, words],
        submit=t.plain("topics.form.merge"),
        close=t.plain("modal.cancel"),
        metadata=metadata,
    )
