"""Links of one paragraph share all its text: it counts for less, and few of them come first."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.domain.search.ranking import Item, Ranked, few_of_one, loses
from bot.services.search.sought import Sought, look
from storage import search
from storage.database import Connection

_PARAGRAPH = 40  # characters; ours: shorter ones are alike by chance: "Mit Untertiteln."


class Paragraphs:
    """What is known of the texts that several items of an answer have."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._texts: dict[Item, str] = {}  # of items that are found by a shared text

    def own_first(self, ranked: Ranked, sought: Sequence[Sought]) -> list[Item]:
        """The items that have what is sought in their order, a shared text worth less."""
        if len(sought) == 1:  # then the points say whether it stands in the description
            lost = self.learn([item for total, item in ranked if loses(total)], sought)
        else:
            lost = self.learn([item for _, item in ranked], sought)
        if not lost:
            return [item for _, item in ranked]
        left = [(total - lost.get(item, 0), item) for total, item in ranked]
        return [item for _, item in sorted(left, reverse=True)]

    def learn(self, items: Iterable[Item], sought: Sequence[Sought]) -> dict[Item, int]:
        """What these items lose of their points because others have their description too."""
        by_id = {item[1]: item for item in items}
        texts = search.beginnings(self._connection, by_id) if len(by_id) > 1 else {}
        often = Counter(texts.values())
        shared = {
            by_id[row]: text
            for row, text in texts.items()
            if often[text] > 1 and len(text) >= _PARAGRAPH
        }
        lost: Counter[Item] = Counter()
        for one in sought if shared else ():
            for item, worth in look(self._connection, one, shared).items():
                if less := loses(worth):
                    lost[item] += less
        self._texts |= {item: shared[item] for item in lost}
        return lost

    def few_of_one(self, items: Sequence[Item]) -> list[Item]:
        """The items in their order, but among the first few of each text."""
        return few_of_one(items, self._texts) if self._texts else [*items]
