"""The words by which people ask for a kind of item: `Folien`, `the recording`, `Miro`."""

from bot.domain.knowledge import ItemKind
from bot.domain.search.folding import fold

_WORDS = {
    ItemKind.RECORDING: """aufzeichnung aufzeichnungen aufnahme aufnahmen mitschnitt mitschnitte
        video videos recording recordings recorded""",
    ItemKind.SLIDES: """folie folien foliensatz foliensätze präsentation präsentationen slide slides
        deck decks slidedeck presentation""",
    ItemKind.BOARD: "board boards miro miroboard whiteboard whiteboards pinnwand mural",
    ItemKind.PAPER: "paper papers papier papiere pdf dokument dokumente document documents",
    ItemKind.PICTURE: """bild bilder foto fotos photo photos picture pictures
        screenshot screenshots""",
    ItemKind.WEBSITE: "webseite webseiten website websites homepage webpage",
    ItemKind.OTHER: "",
}
OF_WORD = {fold(word): kind for kind, words in _WORDS.items() for word in words.split()}


def kind_word(kind: ItemKind) -> str:
    """The word under which the items of a kind are indexed."""
    return f"kind:{kind.value}"
