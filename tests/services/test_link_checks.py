"""Links are shared out among processes, one for each host, and called dead after three days."""

import threading
from datetime import datetime, timedelta

import pytest

from bot.domain.knowledge import KnowledgeItem, Publication
from bot.domain.link_checks import (
    Answer,
    DeadLink,
    DeadLinkPage,
    Link,
    LinkAnswered,
    Unreached,
    Why,
)
from bot.domain.replies import AddressTaken, Reply
from bot.services import dead_links, link_checks
from storage import audit, knowledge, knowledge_items
from storage import dead_links as stored
from storage.database import Connection, Database
from tests.builders import NOON, an_item

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
OK, MISSING = LinkAnswered(200), LinkAnswered(404)
BUSY = Unreached(Why.BUSY)


def store(connection: Connection, *items: KnowledgeItem) -> None:
    for item in items:
        knowledge.save(connection, item, NOON)


def of_host(host: str, number: int = 1, **fields: object) -> KnowledgeItem:
    item = an_item(number, **fields)
    return KnowledgeItem(item.title, f"https://{host}/{number}", item.kind, status=item.status)


def claimed(connection: Connection, now: datetime = NOON, most: int = 24) -> list[str]:
    return [link.url for link in link_checks.claim(connection, now, most)]


def asked(connection: Connection, answer: Answer, now: datetime) -> list[Link]:
    """All that is due at `now` gets this answer; those that are called dead by it."""
    links = link_checks.claim(connection, now, 24)
    assert links
    return link_checks.settle(connection, [(link, answer) for link in links], now)


def dies(connection: Connection, item: KnowledgeItem) -> DeadLink:
    store(connection, item)
    for day in range(3):
        asked(connection, MISSING, NOON + day * DAY)
    return dead_links.page(connection, 1).links[0]


def told(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql("SELECT kind FROM deliveries ORDER BY id")
    return [row[0] for row in rows]


def test_only_published_links_are_asked(connection: Connection) -> None:
    for number, status in enumerate(Publication):
        store(connection, of_host(f"{status}.example", number, status=status))
    assert claimed(connection) == ["https://published.example/1"]


def test_of_one_host_one_link_is_asked_at_a_time(connection: Connection) -> None:
    store(connection, *[of_host("one.example", n) for n in range(3)], of_host("two.example"))
    assert claimed(connection) == ["https://one.example/0", "https://two.example/1"]
    assert claimed(connection) == ["https://one.example/1"]


def test_hosts_are_the_same_in_every_spelling(connection: Connection) -> None:
    store(connection, of_host("Bücher.example", 1), of_host("xn--bcher-kva.example", 2))
    assert len(claimed(connection)) == 1


def test_what_was_claimed_is_claimed_again_after_an_hour_if_nothing_came(
    connection: Connection,
) -> None:
    store(connection, an_item())
    assert claimed(connection)
    assert not claimed(connection, NOON + HOUR - timedelta(seconds=1))
    assert claimed(connection, NOON + HOUR)


def test_a_crowd_of_one_host_hides_no_other(connection: Connection) -> None:
    store(connection, *[of_host("crowd.example", n) for n in range(600)], of_host("lone.example"))
    found: list[str] = []
    for minute in range(3):
        found += claimed(connection, NOON + timedelta(minutes=minute))
    assert "https://lone.example/1" in found
    assert len(found) == 4


def test_two_processes_share_the_links(db: Database) -> None:
    with db.transaction() as connection:
        store(connection, *[of_host(f"lab{n}.example", n) for n in range(40)])
    shares: list[list[str]] = []
    both_are_there = threading.Barrier(2)

    def claim_some() -> None:
        share: list[str] = []
        both_are_there.wait()
        for _ in range(10):
            with db.transaction() as connection:
                share += claimed(connection, most=5)
        shares.append(share)

    threads = [threading.Thread(target=claim_some) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    urls = sorted(url for share in shares for url in share)
    assert urls == sorted({f"https://lab{n}.example/{n}" for n in range(40)})


def test_a_link_dies_on_the_third_day_and_the_organizers_are_told_once(
    connection: Connection,
) -> None:
    store(connection, an_item())
    assert asked(connection, MISSING, NOON) == []
    assert not claimed(connection, NOON + DAY - HOUR)
    assert asked(connection, MISSING, NOON + DAY) == []
    assert told(connection) == []
    (died,) = asked(connection, MISSING, NOON + 2 * DAY)
    assert died.url == an_item().url
    (dead,) = dead_links.page(connection, 1).links
    assert (dead.title, dead.event, dead.answer) == ("Aufzeichnung 1", 11, "404")
    assert dead.dead_since == dead.checked_at == NOON + 2 * DAY
    assert told(connection) == ["links_telling"]
    assert asked(connection, MISSING, NOON + 10 * DAY) == []
    assert told(connection) == ["links_telling"]


def test_the_item_stays_as_it_was(connection: Connection) -> None:
    dies(connection, an_item())
    assert knowledge.all_items(connection) == [an_item()]


def test_one_answer_makes_a_dead_link_alive(connection: Connection) -> None:
    dies(connection, an_item())
    asked(connection, OK, NOON + 10 * DAY)
    assert dead_links.page(connection, 1).count == 0
    asked(connection, MISSING, NOON + 18 * DAY)
    assert dead_links.page(connection, 1).count == 0


def test_a_busy_host_is_asked_in_an_hour_and_nothing_is_made_of_it(connection: Connection) -> None:
    store(connection, an_item())
    for day in range(5):
        asked(connection, BUSY, NOON + day * DAY)
    assert not claimed(connection, NOON + 4 * DAY + HOUR - timedelta(seconds=1))
    (link,) = link_checks.claim(connection, NOON + 4 * DAY + HOUR, 24)
    assert (link.checked_at, link.failures) == (None, 0)


def test_what_was_given_back_is_asked_in_an_hour(connection: Connection) -> None:
    store(connection, an_item())
    links = link_checks.claim(connection, NOON, 24)
    link_checks.give_back(connection, links, NOON)
    assert claimed(connection, NOON + HOUR)


def test_witnesses_are_links_of_different_hosts_that_answered(connection: Connection) -> None:
    for number in range(9):
        store(connection, of_host(f"lab{number % 5}.example", number))
    assert link_checks.witnesses(connection) == []
    for minute in range(9):
        links = link_checks.claim(connection, NOON + timedelta(minutes=minute), 24)
        answers = [(one, MISSING if "lab0" in one.url else OK) for one in links]
        link_checks.settle(connection, answers, NOON)
    hosts = [link.url.split("/")[2] for link in link_checks.witnesses(connection)]
    assert len(set(hosts)) == 3
    assert "lab0.example" not in hosts


@pytest.mark.parametrize("answer", [OK, MISSING])
def test_an_answer_of_the_old_address_says_nothing_of_the_new_one(
    connection: Connection, answer: Answer
) -> None:
    dead = dies(connection, an_item())
    (link,) = link_checks.claim(connection, NOON + 10 * DAY, 24)
    dead_links.move(connection, "U0ADA", dead.id, "https://example.org/new", NOON + 10 * DAY)
    link_checks.settle(connection, [(link, answer)], NOON + 10 * DAY)
    (anew,) = link_checks.claim(connection, NOON + 10 * DAY, 24)
    assert (anew.url, anew.checked_at, anew.failures) == ("https://example.org/new", None, 0)


def test_a_new_address_starts_anew(connection: Connection) -> None:
    dead = dies(connection, an_item())
    outcome = dead_links.move(connection, "U0ADA", dead.id, "https://bücher.example/n", NOON)
    assert outcome == dead_links.Mended(dead, Reply.LINK_MOVED)
    assert dead_links.page(connection, 1).count == 0
    (item,) = knowledge.all_items(connection)
    assert item.url == "https://bücher.example/n"
    assert knowledge.get_many(connection, ["https://xn--bcher-kva.example/n/"])
    assert audit.entries(connection)[-1] == (NOON, "U0ADA", "link change", f"item {dead.id}")
    asked(connection, MISSING, NOON + 3 * DAY)
    assert dead_links.page(connection, 1).count == 0


def test_an_address_that_is_known_is_refused_with_its_title(connection: Connection) -> None:
    dead = dies(connection, an_item())
    store(connection, an_item(2))
    outcome = dead_links.move(connection, "U0ADA", dead.id, "https://EXAMPLE.org/2/", NOON)
    assert outcome == AddressTaken("Aufzeichnung 2")
    assert dead_links.page(connection, 1).links == (dead,)


def test_the_same_address_in_another_spelling_is_taken(connection: Connection) -> None:
    dead = dies(connection, an_item())
    outcome = dead_links.move(connection, "U0ADA", dead.id, "https://example.org/1?utm_id=2", NOON)
    assert outcome == dead_links.Mended(dead, Reply.LINK_MOVED)


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "javascript:alert(1)", "file:///a", "https://example.org/" + "a" * 2000],
)
def test_what_is_no_address_is_refused(connection: Connection, url: str) -> None:
    dead = dies(connection, an_item())
    outcome = dead_links.move(connection, "U0ADA", dead.id, url, NOON)
    assert outcome == dead_links.NoAddress()


def test_what_is_well_is_asked_again(connection: Connection) -> None:
    dead = dies(connection, an_item())
    now = NOON + 3 * DAY
    assert dead_links.is_well(connection, "U0ADA", dead.id, now) == dead_links.Mended(
        dead, Reply.LINK_WELL
    )
    assert audit.entries(connection)[-1][2:] == ("link well", f"item {dead.id}")
    assert dead_links.page(connection, 1).count == 0
    assert claimed(connection, now) == [an_item().url]


def test_of_two_organizers_one_is_first(connection: Connection) -> None:
    dead = dies(connection, an_item())
    dead_links.is_well(connection, "U0ADA", dead.id, NOON)
    assert dead_links.is_well(connection, "U0BEN", dead.id, NOON) == Reply.NOT_DEAD
    url = "https://example.org/9"
    assert dead_links.move(connection, "U0BEN", dead.id, url, NOON) == Reply.NOT_DEAD
    assert dead_links.one(connection, dead.id) == Reply.NOT_DEAD


def test_a_rejected_item_is_not_in_the_list(connection: Connection) -> None:
    dies(connection, an_item())
    store(connection, an_item(status=Publication.REJECTED))
    assert dead_links.page(connection, 1).count == 0


def test_an_item_that_is_edited_keeps_what_is_known_unless_its_address_changes(
    connection: Connection,
) -> None:
    dead = dies(connection, an_item())
    knowledge_items.change(connection, dead.id, an_item(tags=("ki",)), NOON)
    assert dead_links.page(connection, 1).count == 1
    knowledge_items.change(connection, dead.id, an_item(7), NOON)
    assert dead_links.page(connection, 1).count == 0
    assert claimed(connection, NOON + 3 * DAY) == [an_item(7).url]


def test_pages_are_ten_long_and_the_last_comes_first(connection: Connection) -> None:
    store(connection, *[of_host(f"lab{n}.example", n) for n in range(23)])
    for day in range(3):
        asked(connection, MISSING, NOON + day * DAY)
    pages = [dead_links.page(connection, number) for number in (1, 2, 3)]
    assert [len(page.links) for page in pages] == [10, 10, 3]
    assert [(page.number, page.pages, page.count) for page in pages] == [
        (1, 3, 23),
        (2, 3, 23),
        (3, 3, 23),
    ]
    assert len({link.id for page in pages for link in page.links}) == 23
    assert dead_links.page(connection, 99).number == 3
    assert dead_links.page(connection, 0).number == 1


def test_without_any_there_is_one_empty_page(connection: Connection) -> None:
    assert dead_links.page(connection, 1) == DeadLinkPage((), 1, 1, 0)
    assert stored.count(connection) == 0


def test_a_turn_is_taken_by_one_until_it_is_ended(connection: Connection) -> None:
    assert link_checks.take_turn(connection, "a.example", NOON) is None
    assert link_checks.take_turn(connection, "a.example", NOON) == timedelta(seconds=30)
    assert link_checks.take_turn(connection, "b.example", NOON) is None
    link_checks.end_turn(connection, "a.example", OK, NOON)
    assert link_checks.take_turn(connection, "a.example", NOON) == link_checks.PAUSE
    assert link_checks.take_turn(connection, "a.example", NOON + link_checks.PAUSE) is None


def test_a_turn_that_nobody_ends_comes_back(connection: Connection) -> None:
    link_checks.take_turn(connection, "a.example", NOON)
    assert link_checks.take_turn(connection, "a.example", NOON + timedelta(seconds=30)) is None


def test_a_host_is_left_alone_for_as_long_as_it_wants(connection: Connection) -> None:
    for wants, waited in (("600", timedelta(minutes=10)), ("86400", HOUR)):
        link_checks.take_turn(connection, wants, NOON)
        link_checks.end_turn(connection, wants, LinkAnswered(429, None, wants), NOON)
        assert link_checks.take_turn(connection, wants, NOON) == waited
