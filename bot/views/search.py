"""What the search shows: hits in their context, the modal that searches as one goes on, a letter.

Hits are rich text: what somebody wrote is never read as markup there.
"""

from collections.abc import Iterator, Sequence

from bot.domain.form_states import SearchForm
from bot.domain.knowledge import ItemKind
from bot.domain.search.answers import (
    MOST_HITS,
    Filters,
    Hit,
    SearchResult,
)
from bot.domain.search.folding import clean
from bot.domain.search.questions import MOST_CHARACTERS
from bot.domain.values import packed
from bot.locales import Texts
from bot.views.block_kit import DIVIDER, Block, Button, Element, Option, block, menu
from bot.views.elements import mention, page_buttons
from bot.views.message import (
    BLOCKS_LIMIT,
    LABEL_LIMIT,
    VALUE_LIMIT,
    Message,
    actions,
    button,
    context,
    header,
    message,
    section,
    shortened,
    simple,
    size,
)
from bot.views.modals import Modal, field, heard_at_once, modal, option, text_input
from bot.views.search_hits import TITLE_SHOWN, shown

SEARCH = "search"  # the callback_id of the modal
WORDS, KIND, EVENT, TAG = "search_words", "search_kind", "search_event", "search_tag"
ANY = "any"  # the value of a menu's first entry


def result(answer: SearchResult, t: Texts) -> Message:
    """The answer to a command: the first hits, and the way to all of them."""
    hits = list(answer.hits)
    while True:
        blocks = [*_heading(answer, t), *(shown(hit, answer.words, t) for hit in hits)]
        blocks += _ways(answer, t)
        if not hits or size(blocks) <= BLOCKS_LIMIT:
            return message(_spoken(answer, hits, t), blocks)
        hits.pop()


def search_modal(
    answer: SearchResult, t: Texts, *, typed: str, filled_in: int = 0, organizes: bool = False
) -> Modal:
    """The modal: what is searched, menus that narrow it down, and a page of what was found.

    `typed` stands in the field; `filled_in` counts how often the bot has put other words there.
    Whoever `organizes` finds a menu there that leads to the form of a hit.
    """
    blocks: list[Block] = [_field(typed, filled_in, t), _menus(answer, t)]
    blocks += [block for block in _heading(answer, t) if block["type"] != "header"]
    for hit in answer.hits:
        blocks += [DIVIDER, shown(hit, answer.words, t)]
    if organizes and answer.hits:
        blocks.append(_editing(answer.hits, t))
    turning = page_buttons("search", answer.page, answer.page < answer.pages, t)
    if turning:
        blocks += [DIVIDER, actions(turning)]
    return modal(
        SEARCH,
        t.plain("search.title"),
        blocks,
        submit=t.plain("search.submit"),
        close=t.plain("modal.close"),
        metadata=packed(SearchForm(filled_in, organizes)),
        replaces=SEARCH,
    )


def letter(asker: str, words: str, t: Texts) -> Message:
    """To an organizer: what somebody looked for and did not find."""
    return simple(t("search.letter", who=mention(asker), words=words))


def _heading(answer: SearchResult, t: Texts) -> Iterator[Block]:
    yield header(t.plain("search.title"))
    if not answer.found:
        if answer.asked:
            yield section(t("search.none", words=answer.asked))
        elif answer.filters != Filters():
            yield section(t("search.none.filtered"))
        helping = list(_helping(answer, t))
        if helping:
            yield actions(helping)
        if answer.hits:
            yield context(t("search.newest"))
        return
    if not answer.asked:
        yield context(t("search.newest"))
        return
    for word, instead in answer.instead:
        yield section(t("search.instead", asked=word, instead=instead))
    if answer.without:
        yield context(t("search.without", words=", ".join(answer.without)))
    if answer.dropped:
        yield context(t("search.dropped", words=", ".join(answer.dropped)))
    yield context(_count(answer, t))


def _count(answer: SearchResult, t: Texts) -> str:
    if answer.total >= MOST_HITS:
        return t("search.many", count=MOST_HITS)
    return t("search.count", count=answer.total)


def _ways(answer: SearchResult, t: Texts) -> Iterator[Block]:
    label = "search.more" if answer.total > len(answer.hits) else "search.open"
    yield actions([button(t.plain(label), "search_open", value=_value(answer.asked))])


def _helping(answer: SearchResult, t: Texts) -> Iterator[Button]:
    """Words that may have been meant, and those who may know."""
    for number, word in enumerate(answer.near):
        label = shortened(t.plain("search.near", word=word), LABEL_LIMIT)
        yield button(label, f"search_near_{number}", value=_value(word))
    if answer.asked:
        label, value = t.plain("search.ask"), _value(answer.asked)
        yield button(label, "search_ask", value=value, style="primary")


def _field(typed: str, filled_in: int, t: Texts) -> Block:
    words = text_input(
        typed, max_length=MOST_CHARACTERS, placeholder=t.plain("search.words.placeholder")
    )
    typed_in = Element({**heard_at_once(words, WORDS), "focus_on_load": True})
    label = t.plain("search.words")
    return field("words", label, typed_in, optional=True, filled_in=filled_in, heard=True)


def _editing(hits: Sequence[Hit], t: Texts) -> Block:
    options = [
        option(str(hit.id), " ".join(clean(hit.item.title).split()) or hit.item.url) for hit in hits
    ]
    return actions([menu("static_select", "kb_edit", options, placeholder=t.plain("search.edit"))])


def _menus(answer: SearchResult, t: Texts) -> Block:
    chosen = answer.filters
    kinds = [(kind.value, t.plain(f"kb.kind.{kind}")) for kind in ItemKind]
    events = sorted(
        {*answer.events, *([] if chosen.event is None else [chosen.event])}, reverse=True
    )
    numbers = [(str(number), t.plain("event.short", number=number)) for number in events]
    tags = sorted({*answer.tags, *([chosen.tag] if chosen.tag else [])})
    named = [(tag_value(tag), clean(tag) or tag) for tag in tags if len(tag) < 150]
    return block(
        "actions",
        block_id="filters",
        elements=[
            _menu(KIND, t.plain("search.kind"), kinds, chosen.kind),
            _menu(
                EVENT,
                t.plain("search.event"),
                numbers,
                None if chosen.event is None else str(chosen.event),
            ),
            _menu(TAG, t.plain("search.tag"), named, tag_value(chosen.tag or "")),
        ],
    )


def _menu(
    action_id: str, everything: str, entries: Sequence[tuple[str, str]], chosen: str | None
) -> Element:
    options: list[Option] = [option(ANY, everything)]
    options += [option(value, label) for value, label in entries[:99]]
    shown = chosen if any(one["value"] == chosen for one in options) else ANY
    return menu("static_select", action_id, options, [shown or ANY], placeholder=everything)


def tag_value(tag: str) -> str:
    """The value of a tag's entry in the menu: no tag is taken for the menu's first entry."""
    return f"#{tag}"


def _value(words: str) -> str | None:
    return words[:VALUE_LIMIT] or None


def _spoken(answer: SearchResult, hits: Sequence[Hit], t: Texts) -> str:
    """The same for a screen reader: what was found, as titles."""
    titles = "; ".join(shortened(clean(hit.item.title), TITLE_SHOWN) for hit in hits)
    if answer.found and answer.asked:
        return t("search.spoken", count=answer.total, titles=titles)
    said = t("search.none", words=answer.asked) if answer.asked else t("search.title")
    return f"{said} {t('search.spoken.newest', titles=titles)}" if titles else said
