"""One hit of a search, in its context. It is rich text: what somebody wrote is no markup there."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import RichTextBlock, RichTextElementParts, RichTextSectionElement

from bot.domain.addresses import honest_title
from bot.domain.link_checks import archived
from bot.domain.search.answers import Hit, HitPiece, has_any, marked
from bot.domain.search.folding import clean
from bot.locales import Texts
from bot.views.event_parts import name
from bot.views.message import shortened

TITLE_SHOWN = 150  # characters of a title

_Text = RichTextElementParts.Text
_Style = RichTextElementParts.TextStyle


def shown(hit: Hit, words: frozenset[str], t: Texts) -> RichTextBlock:
    """Title, what it is, and the texts in which `words`, as stored, are to be found."""
    item = hit.item
    title = shortened(" ".join(clean(item.title).split()), TITLE_SHOWN) or item.url
    title = honest_title(item.url, title)
    parts = [
        RichTextElementParts.Link(url=item.url, text=title, style=_Style(bold=True)),
        _Text(text=f"\n{t.plain(f'kb.kind.{item.kind}')}"),
    ]
    for text in _about(hit, words, t):
        parts += [_Text(text=" · "), *_pieces(marked(text, words))]
    if item.dead:
        before, after = t.plain("links.mark", archive="\0").split("\0")
        archive = RichTextElementParts.Link(url=archived(item.url), text=t.plain("links.archive"))
        parts += [_Text(text=f"\n{before}"), archive, _Text(text=after)]
    if any(has_any(tag, words) for tag in item.tags):
        parts += [
            _Text(text="\n"),
            *_pieces(marked(" ".join(f"#{tag}" for tag in item.tags), words)),
        ]
    if item.description:
        parts += [_Text(text="\n"), *_pieces(marked(item.description, words))]
    return RichTextBlock(elements=[RichTextSectionElement(elements=parts)])


def _about(hit: Hit, words: frozenset[str], t: Texts) -> Iterator[str]:
    """Event and talk; of who spoke and who was host there, where that was asked for."""
    item, event, session = hit.item, hit.event, hit.session
    if event is not None:
        host = event.host or ""
        yield (
            name(event, t)
            if has_any(event.title, words)
            else t.plain("event.short", number=event.number)
        )
        if has_any(host, words):
            yield t.plain("event.host", host=host)
    elif item.event is not None:
        yield t.plain("event.short", number=item.event)
    if session is not None:
        talk = t.plain("search.talk", talk=session.talk) if session.talk else ""
        yield ", ".join(part for part in (talk, session.by) if part)
    elif item.session:
        yield t.plain("search.talk", talk=item.session)
    if event is not None and session is None and not item.session:
        for other in event.sessions:
            line = ", ".join(part for part in (other.talk, other.by) if part)
            if has_any(line, words):
                yield line
                return


def _pieces(pieces: Sequence[HitPiece]) -> Iterator[RichTextElementParts.Text]:
    for piece in pieces:
        yield _Text(text=piece.text, style=_Style(bold=True) if piece.meant else None)
