"""A database that is searched."""

from bot.domain.knowledge import ItemKind, KnowledgeItem
from bot.domain.search.questions import question
from bot.services.search import Found, Vocabulary, find
from storage import knowledge
from storage.database import Database
from tests.builders import NOON


class Searched:
    """A database with items, and a vocabulary of its own."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.vocabulary = Vocabulary()

    def store(self, *items: KnowledgeItem) -> None:
        with self.db.transaction() as connection:
            for item in items:
                knowledge.save(connection, item, NOON)

    def found(self, text: str, *filters: str) -> Found:
        with self.db.reading() as connection:
            return find(connection, self.vocabulary, question(text), filters)

    def titles(self, text: str, *filters: str) -> list[str]:
        with self.db.reading() as connection:
            found = find(connection, self.vocabulary, question(text), filters)
            items = knowledge.seen_of(connection, found.items, NOON)
            return [items[number].title for number in found.items]


def titled(*titles: str) -> list[KnowledgeItem]:
    return [
        KnowledgeItem(title, f"https://example.org/{number}", ItemKind.OTHER)
        for number, title in enumerate(titles)
    ]
