"""The words by which people ask for a kind of item: `Folien`, `the recording`, `Miro`."""

from bot.domain.knowledge import Kind
from bot.domain.search.folding import fold

_WORDS = {
    Kind.RECORDING: """aufzeichnung aufzeichnungen aufnahme aufnahmen mitschnitt mitschnitte video
        videos recording recordings recorded""",
    Kind.SLIDES: """folie folien foliensatz foliensätze präsentation präsentationen slide slides
        deck decks slidedeck presentation""",
    Kind.BOARD: "board boards miro miroboard whiteboard whiteboards pinnwand mural",
    Kind.PAPER: "paper papers papier papiere pdf dokument dokumente document documents",
    Kind.PICTURE: """bild bilder foto fotos photo photos picture pictures
        screenshot screenshots""",
    Kind.WEBSITE: "webseite webseiten website websites homepage webpage",
    Kind.OTHER: "",
}
OF_WORD = {fold(word): kind for kind, words in _WORDS.items() for word in words.split()}


def kind_word(kind: Kind) -> str:
    """The word under which the items of a kind are indexed."""
    return f"kind:{kind.value}"
