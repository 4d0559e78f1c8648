"""python -m bot import · export · migrate, as whoever runs the bot types them."""

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.exc import OperationalError

from bot.cli import main
from bot.domain.topics import KeptTopic, Topic, TopicStatus
from bot.domain.wishes import Wish
from bot.services import forgetting
from storage import topics
from storage.database import Database

SAMPLE = Path(__file__).parents[2] / "playground" / "sample.yaml"
ITEMS = """\
knowledge:
  - title: Anfang
    url: https://example.org/a
    kind: slides
  - title: Gleich
    url: https://example.org/b
"""


@pytest.fixture(autouse=True)
def a_folder(tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a database in it in which there is nothing yet."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(empty_file, tmp_path / "labcamp.db")
    for name in ("DATABASE_URL", "SLACK_API_URL", "LABCAMP_CLOCK_FILE", "DYNO", "PORT"):
        monkeypatch.delenv(name, raising=False)


def bot(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_new_export_is_for_its_owner_and_a_page_that_is_shown_stays_so(tmp_path: Path) -> None:
    assert bot("export", "all.yaml").exit_code == 0
    assert (tmp_path / "all.yaml").stat().st_mode & 0o777 == 0o600
    page = tmp_path / "page.md"
    page.touch()
    page.chmod(0o644)
    assert bot("export", "page.md").exit_code == 0
    assert page.stat().st_mode & 0o777 == 0o644


@pytest.mark.fault("disk", "full while an export is written", expected="the older file stays whole")
def test_what_is_exported_replaces_a_file_only_when_it_is_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    assert bot("import", str(SAMPLE)).exit_code == 0
    assert bot("export", "all.yaml").exit_code == 0
    before = Path("all.yaml").read_text(encoding="utf-8")
    monkeypatch.setattr("bot.cli.exporting.os.fsync", full)
    again = bot("export", "all.yaml")
    assert (again.exit_code, "No space left" in again.output) == (2, True)
    assert Path("all.yaml").read_text(encoding="utf-8") == before
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.parametrize(
    "broken_off_by", [KeyboardInterrupt(), OperationalError("", None, ValueError())]
)
def test_what_is_stored_but_not_indexed_yet_is_told(
    monkeypatch: pytest.MonkeyPatch, broken_off_by: BaseException
) -> None:
    def break_off(*_: object) -> None:
        raise broken_off_by

    monkeypatch.setattr("bot.cli.importing.index_some", break_off)
    done = bot("import", str(SAMPLE))
    assert done.exit_code == 0, done.output
    assert "events: 4 new" in done.output
    assert "All of it is stored. The bot lets the rest be found" in done.output


def test_a_file_goes_in_and_the_second_time_changes_nothing() -> None:
    first = bot("import", str(SAMPLE))
    again = bot("import", str(SAMPLE))
    assert first.exit_code == 0, first.output
    assert "events: 4 new, 0 changed, 0 unchanged" in first.output
    assert "events: 0 new, 0 changed, 4 unchanged" in again.output
    assert "topics: 4 new, 0 changed, 0 unchanged" in first.output
    assert "topics: 0 new, 0 changed, 4 unchanged" in again.output


def test_topics_are_known_by_their_titles_and_lose_their_votes_when_a_file_closes_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.yaml").write_text("topics:\n  - title: Wirkung messen\n")
    (tmp_path / "b.yaml").write_text(
        "topics:\n  - {title: WIRKUNG messen, status: closed, answer: War dran}\n"
    )
    assert "topics: 1 new, 0 changed, 0 unchanged" in bot("import", "a.yaml").output
    with closing(Database("sqlite:///labcamp.db")) as db, db.transaction() as connection:
        (kept,) = topics.of_status(connection, TopicStatus.OPEN)
        topics.vote(connection, kept.id, "U0ANNA", wants=True)
    for option, is_there in (("--public", False), ("", True)):
        assert bot("export", *filter(None, [option]), "out.yaml").exit_code == 0
        assert ("topics:" in (tmp_path / "out.yaml").read_text()) is is_there
    planned = bot("import", "--dry-run", "b.yaml").output
    assert "changed  topic: WIRKUNG messen" in planned
    assert "status: open → closed" in planned
    assert "topics: 0 new, 1 changed, 0 unchanged" in bot("import", "b.yaml").output
    with closing(Database("sqlite:///labcamp.db")) as db, db.reading() as connection:
        (after,) = topics.of_status(connection, TopicStatus.CLOSED)
        assert topics.votes_of(connection, "U0ANNA") == []
    assert after == KeptTopic(kept.id, Topic("WIRKUNG messen", TopicStatus.CLOSED, "War dran"))


def test_the_report_says_which_contact_is_not_taken(tmp_path: Path) -> None:
    talk = "    sessions:\n      - {talk: Wachsen, contact: U0GONE}\n"
    times = "    starts: 2026-12-07 15:00\n    ends: 2026-12-07 18:00\n"
    (tmp_path / "a.yaml").write_text(f"events:\n  - number: 11\n    title: T\n{times}{talk}")
    bot("import", "a.yaml")
    now = datetime.now(UTC)
    with closing(Database("sqlite:///labcamp.db")) as db, db.transaction() as connection:
        forgetting.forget(connection, "U0GONE", Wish.of("U0GONE", now), now)
    for options in (["--dry-run"], []):
        done = bot("import", *options, "a.yaml")
        assert "line 6: the contact of 'Wachsen' in event 11 asked to be forgotten" in done.output
        assert "U0GONE" not in done.output


def test_what_goes_out_goes_in_again_as_it_was(tmp_path: Path) -> None:
    bot("import", str(SAMPLE))
    assert bot("export", "first.yaml").exit_code == 0
    (tmp_path / "labcamp.db").unlink()
    assert bot("import", "first.yaml").exit_code == 0
    assert bot("export", "second.yaml").exit_code == 0
    assert (tmp_path / "first.yaml").read_text() == (tmp_path / "second.yaml").read_text()


def test_json_goes_in_too(tmp_path: Path) -> None:
    event = {"number": 7, "title": "T", "starts": "2026-12-07 15:00", "ends": "2026-12-07 18:00"}
    (tmp_path / "events.json").write_text(json.dumps({"events": [event]}, indent="\t"))
    assert "events: 1 new" in bot("import", "events.json").output


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("events: [", ["line 1"]),
        ("just words", ["line 1"]),
        ("events:\n  - number: 1\n    titel: X\n", ["line 3", "unknown field 'titel'", "title"]),
        (
            "events:\n  - number: 1\n    title: X\n"
            "    starts: 2026-02-30 15:00\n    ends: 2026-03-01 15:00\n",
            ["line 4", "2026-02-30"],
        ),
        (
            "events:\n"
            "  - {number: 1, title: A, starts: 2026-12-07 15:00, ends: 2026-12-07 16:00}\n"
            "  - {number: 1, title: B, starts: 2026-12-07 15:00, ends: 2026-12-07 16:00}\n",
            ["line 3", "line 2"],
        ),
        (
            "events:\n"
            "  - {number: 1, title: A, starts: 2027-03-28 02:30, ends: 2027-03-28 04:00}\n",
            ["line 2", "does not exist in Europe/Berlin"],
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_lines_and_nothing_goes_in(
    tmp_path: Path, text: str, faults: list[str]
) -> None:
    bot("import", str(SAMPLE))
    bot("export", "before.yaml")
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    result = bot("import", "bad.yaml")
    bot("export", "after.yaml")
    assert result.exit_code == 2
    assert "nothing was imported" in result.output
    for fault in faults:
        assert fault in result.output
    assert (tmp_path / "before.yaml").read_text() == (tmp_path / "after.yaml").read_text()


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(
        "events:\n"
        "  - {number: 1, title: A, starts: 2027-03-28 02:30, ends: 2027-03-28 04:00}\n"
        "  - {number: x, title: B, starts: soon, ends: 2026-12-07 16:00}\n",
        encoding="utf-8",
    )
    output = bot("import", "bad.yaml").output
    assert output.count("line 2:") == 1
    assert output.count("line 3:") == 2


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    bot("migrate")
    with closing(sqlite3.connect(tmp_path / "labcamp.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    result = bot("import", str(SAMPLE))
    assert result.exit_code == 2
    assert "9999" in result.output


def test_settings_that_are_wrong_are_told_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "labcamp.db").unlink()
    monkeypatch.setenv("DATABASE_URL", "mysql://localhost/x")
    monkeypatch.setenv("LABCAMP_TIMEZONE", "Berlin")
    result = bot("import", str(SAMPLE))
    assert result.exit_code == 2
    assert "DATABASE_URL" in result.output
    assert "LABCAMP_TIMEZONE" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_shows_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(ITEMS, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(
        ITEMS.replace("Anfang", "Ende").replace("kind: slides", "tags: [a, b]")
        + "  - {title: Neu, url: https://example.org/c}\n"
        "events: [{number: 7, title: T, starts: 2026-12-07 15:00, ends: 2026-12-07 18:00}]\n",
        encoding="utf-8",
    )
    bot("import", "old.yaml")
    bot("export", "before.yaml")
    result = bot("import", "--dry-run", "new.yaml")
    assert result.exit_code == 0
    assert result.output == (
        "new      event 7: T\n"
        "changed  Ende  https://example.org/a\n"
        "           title: Anfang → Ende\n"
        "           tags: – → a, b\n"
        "new      Neu  https://example.org/c\n"
        "           other\n"
        "events: 1 new, 0 changed, 0 unchanged\n"
        "knowledge items: 1 new, 1 changed, 1 unchanged\n"
        "Nothing was changed: this was a dry run.\n"
    )
    bot("export", "after.yaml")
    assert (tmp_path / "before.yaml").read_text() == (tmp_path / "after.yaml").read_text()


def test_of_very_many_faults_some_are_shown_and_the_rest_is_counted(tmp_path: Path) -> None:
    items = "".join(f"  - {{title: T, url: nowhere{n}}}\n" for n in range(1_200))
    (tmp_path / "bad.yaml").write_text(f"knowledge:\n{items}")
    output = bot("import", "bad.yaml").output
    assert output.count("must be a web address") == 50
    assert "  line 51: 'url'" in output
    assert "  … and 1,150 more\n" in output


MIXED = (
    "Titel;Link\n"
    "Anfang;https://example.org/a\n"
    f"{'x' * 256};https://example.org/b\n"
    f"{'y' * 256};chrome-extension://abc/x.html\n"
    "Ende;https://example.org/c\n"
)


def test_one_bad_row_refuses_all_and_says_how_to_take_the_rest(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(MIXED)
    result = bot("import", "links.csv")
    assert result.exit_code == 2
    assert "  line 3: 'title' has 256 characters" in result.output
    assert "  line 4: 'url' must be a web address" in result.output
    assert "--leave-out takes the rest without them (2 entries have faults)" in result.output
    bot("export", "all.yaml")
    assert (tmp_path / "all.yaml").read_text() == "events: []\nknowledge: []\n"


def test_what_has_a_fault_is_left_out_and_told_of_when_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(MIXED)
    for option in ("--dry-run", "--leave-out"):
        result = bot("import", "--leave-out", option, "links.csv")
        assert result.exit_code == 0
        assert "left out: line 3: 'title' has 256 characters" in result.output
        assert "left out: line 4: 'url' must be a web address" in result.output
        assert "2 that have a fault were left out\n" in result.output
        assert "knowledge items: 2 new, 0 changed, 0 unchanged" in result.output


def test_events_and_items_with_a_fault_are_left_out_of_any_file(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(
        "events:\n"
        "  - {number: 1, title: A, starts: 2027-03-28 02:30, ends: 2027-03-28 04:00}\n"
        "  - {number: 2, title: B, starts: 2027-03-28 12:30, ends: 2027-03-28 14:00}\n"
        "  - {number: 2, title: C, starts: 2027-03-28 12:30, ends: 2027-03-28 14:00}\n"
        "knowledge:\n"
        "  - url: https://example.org/a\n"
        "    kind: film\n"
        "  - {title: A, url: https://example.org/a}\n"
        "  - {title: B, url: https://example.org/a/}\n"
    )
    output = bot("import", "--leave-out", "all.yaml").output
    assert "events: 1 new" in output
    assert "knowledge items: 1 new" in output
    assert "4 that have a fault were left out" in output
    bot("export", "out.yaml")
    assert "title: B\n" in (tmp_path / "out.yaml").read_text()


def test_a_table_that_breaks_off_is_not_taken_in_half(tmp_path: Path) -> None:
    broken = 'Titel;Link\nA;https://example.org/a\n"B" x;https://example.org/b\n'
    (tmp_path / "links.csv").write_text(broken)
    with zipfile.ZipFile(tmp_path / "links.zip", "w") as archive:
        archive.writestr("links.csv", broken)
    for name in ("links.csv", "links.zip"):
        result = bot("import", "--leave-out", name)
        assert result.exit_code == 2
        assert "line 3: this row can't be read" in result.output
        assert "--leave-out takes" not in result.output


def test_an_ending_that_says_nothing_is_refused_with_those_that_do(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("events: []")
    result = bot("import", "notes.txt")
    assert result.exit_code == 2
    assert (
        "notes.txt has '.txt'; known are "
        ".yaml, .yml, .json, .csv, .tsv, .md, .markdown, .html, .htm, .ics, .zip" in result.output
    )


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("links.xlsx", "save the sheet as CSV"),
        ("links.ODS", "save the sheet as CSV"),
        ("links.docx", "save the text as Markdown"),
        ("sources.ris", "export CSV from Zotero"),
        ("sources.bib", "export CSV from Zotero"),
        ("feeds.opml", "export bookmarks as HTML"),
        ("notes.enex", "export the notes as Markdown"),
        ("all.7z", "pack the files as a ZIP"),
    ],
)
def test_a_format_that_is_known_and_not_read_is_told_what_to_choose(
    tmp_path: Path, name: str, advice: str
) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    result = bot("import", name)
    assert result.exit_code == 2
    assert advice in result.output


@pytest.mark.parametrize(
    "data",
    [
        [{"href": "https://example.org/a", "description": "A"}],
        {"guid": "x", "children": [{"title": "A", "uri": "https://example.org/a"}]},
        {"checksum": "x", "roots": {}},
    ],
)
def test_another_programs_json_is_told_what_to_choose_there(tmp_path: Path, data: object) -> None:
    (tmp_path / "other.json").write_text(json.dumps(data))
    result = bot("import", "--leave-out", "other.json")
    assert result.exit_code == 2
    assert "choose bookmarks (HTML) or a table (CSV) there" in result.output
    assert result.output.count("line ") == 1


def calendar(*events: tuple[str, str, str]) -> str:
    """A calendar of events: each with UID, summary and the day in June on which it is."""
    texts = (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{summary}\r\n"
        f"DTSTART;TZID=Europe/Berlin:202706{day}T160000\r\nDURATION:PT2H\r\nEND:VEVENT\r\n"
        for uid, summary, day in events
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(texts)}END:VCALENDAR\r\n"


THREE = (("b", "Zweites", "15"), ("a", "Erstes", "08"), ("c", "LabCamp#20: Wirkung", "01"))


def test_a_calendar_goes_in_and_the_second_time_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "labcamp.ics").write_text(calendar(*THREE))
    bot("migrate")
    dry = bot("import", "--dry-run", "labcamp.ics")
    assert dry.output.startswith(
        "new      event 22: Zweites\nnew      event 21: Erstes\nnew      event 20: Wirkung\n"
    )
    assert "events: 3 new, 0 changed, 0 unchanged" in bot("import", "labcamp.ics").output
    assert "events: 0 new, 0 changed, 3 unchanged" in bot("import", "labcamp.ics").output
    bot("export", "all.yaml")
    assert (
        "  - number: 21\n    title: Erstes\n    starts: 2027-06-08 16:00\n"
        "    ends: 2027-06-08 18:00\n    timezone: Europe/Berlin\n    status: draft\n"
    ) in (tmp_path / "all.yaml").read_text()


def test_an_event_is_known_by_its_uid_whatever_else_is_said_later(tmp_path: Path) -> None:
    (tmp_path / "labcamp.ics").write_text(calendar(*THREE))
    bot("import", "labcamp.ics")
    moved = calendar(("a", "Anders", "09"), ("d", "Neu", "01"))
    (tmp_path / "labcamp.ics").write_text(moved)
    output = bot("import", "labcamp.ics").output
    assert "events: 1 new, 1 changed, 0 unchanged" in output
    bot("export", "all.yaml")
    text = (tmp_path / "all.yaml").read_text()
    assert "number: 21\n    title: Anders\n    starts: 2027-06-09 16:00" in text
    assert "number: 23\n    title: Neu\n" in text


def test_events_that_came_by_a_file_are_the_same_in_the_calendar(tmp_path: Path) -> None:
    (tmp_path / "labcamp.ics").write_text(calendar(*THREE))
    bot("import", "labcamp.ics")
    bot("export", "all.yaml")
    (tmp_path / "labcamp.db").unlink()
    bot("import", "all.yaml")
    assert "events: 0 new, 0 changed, 3 unchanged" in bot("import", "labcamp.ics").output


def test_of_a_calendar_all_is_taken_or_nothing(tmp_path: Path) -> None:
    twice = (("x", "LabCamp#20: A", "01"), ("y", "LabCamp#20: B", "02"))
    (tmp_path / "labcamp.ics").write_text(calendar(*twice))
    result = bot("import", "labcamp.ics")
    assert result.exit_code == 2
    assert "line 9: this is event 20, as the one in line 3; keep one of the two" in result.output
    output = bot("import", "--leave-out", "labcamp.ics").output
    assert "events: 1 new" in output
    assert "1 entry that has a fault was left out" in output


def test_what_shows_only_after_other_faults_is_left_out_too(tmp_path: Path) -> None:
    three = (("x", "LabCamp#20: A", "01"), ("y", "LabCamp#20: B", "02"), ("z", "C", "03"))
    backwards = calendar(*three).replace("20270603T160000\r\nDURATION:PT2H", (
        "20270603T160000\r\nDTEND:20270603T100000Z"
    ))  # fmt: skip
    (tmp_path / "labcamp.ics").write_text(backwards)
    output = bot("import", "--leave-out", "labcamp.ics").output
    assert "this is event 20, as the one in line 3" in output
    assert "does not end after it starts" in output
    assert "2 that have a fault were left out" in output
    assert "events: 1 new" in output


def test_a_table_goes_out_and_comes_in_again_as_it_was(tmp_path: Path) -> None:
    bot("import", str(SAMPLE))
    assert bot("export", "items.csv").exit_code == 0
    assert bot("export", "first.yaml").exit_code == 0
    assert (tmp_path / "items.csv").read_bytes().startswith(b"\xef\xbb\xbftitle;url;kind;")
    (tmp_path / "labcamp.db").unlink()
    assert bot("import", "items.csv").exit_code == 0
    bot("export", "second.yaml")
    first, second = ((tmp_path / f"{name}.yaml").read_text() for name in ("first", "second"))
    assert second == "events: []\n" + first[first.index("knowledge:") : first.index("topics:")]


def test_what_has_the_address_of_another_in_a_table_is_merged_with_it(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text(
        "title,url,tags\nA,https://example.org/a,x\nB,https://example.org/a/?utm_id=1,y\n"
    )
    output = bot("import", "items.csv").output
    assert "knowledge items: 1 new, 0 changed, 0 unchanged\n1 that have the address" in output


def test_an_export_to_an_ending_that_says_nothing_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "labcamp.db").unlink()
    result = bot("export", "items.docx")
    assert result.exit_code == 2
    assert (
        "items.docx has '.docx'; known are .yaml, .yml, .csv, .md, .markdown, .atom, .xml"
        in result.output
    )
    assert list(tmp_path.iterdir()) == []


def test_what_is_for_members_or_a_day_to_come_does_not_go_out_to_the_public(tmp_path: Path) -> None:
    shown = "- title: Zeisig\n    url: https://example.org/zeisig\n    visibility: public\n"
    hidden = "- title: Molch\n    url: https://example.org/molch\n    visibility: members\n"
    early = "- title: Dorsch\n    url: https://example.org/dorsch\n    visible_from: 2199-01-15\n"
    (tmp_path / "in.yaml").write_text(f"knowledge:\n  {shown}  {hidden}  {early}")
    assert bot("import", "in.yaml").exit_code == 0
    outs = [("page.md",), ("feed.atom",), ("all.yaml", "--public"), ("all.csv", "--public")]
    for file, *option in outs:
        assert bot("export", file, *option).exit_code == 0
        text = (tmp_path / file).read_text()
        assert [word for word in ("Zeisig", "Molch", "Dorsch") if word in text] == ["Zeisig"], file
    assert bot("export", "whole.yaml").exit_code == 0
    assert bot("import", "whole.yaml").output.endswith("0 new, 0 changed, 3 unchanged\n")


def test_notions_export_goes_in_and_what_is_no_web_page_is_told_of(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("a.md", "# LabCamp#4\n- [A](https://example.org/a)\n- [B](b.pdf)\n")
        archive.writestr("b.csv", "Name,URL\nAnfang,https://example.org/a/\n")
    bot("migrate")
    dry = bot("import", "--dry-run", "export.zip")
    assert dry.output == (
        "new      Anfang  https://example.org/a/\n"
        "           website · #4\n"
        "left out: a.md, line 3: 'b.pdf' leads to no web page\n"
        "events: 0 new, 0 changed, 0 unchanged\n"
        "knowledge items: 1 new, 0 changed, 0 unchanged\n"
        "1 that have the address of another were merged with it\n"
        "Nothing was changed: this was a dry run.\n"
    )
    assert bot("import", "export.zip").exit_code == 0
    bot("export", "items.yaml")
    assert (tmp_path / "items.yaml").read_text() == (
        "events: []\nknowledge:\n  - title: Anfang\n    url: https://example.org/a/\n"
        "    kind: website\n    event: 4\n    status: published\n    visibility: public\n"
    )


def test_a_fault_in_an_archive_names_its_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("Seite.md", b"# A\n\xff")
    assert "  Seite.md, line 2: this is not UTF-8 text" in bot("import", "export.zip").output


def test_a_page_and_a_feed_go_out_with_what_is_published(tmp_path: Path) -> None:
    (tmp_path / "items.yaml").write_text(
        ITEMS + "  - {title: Verborgen, url: https://example.org/c, status: proposed}\n"
    )
    bot("import", "items.yaml")
    for name in ("page.md", "newest.atom", "newest.xml"):
        assert bot("export", name).exit_code == 0
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "Anfang" in text
        assert "Verborgen" not in text
    assert bot("import", "page.md").output.startswith(
        "events: 0 new, 0 changed, 0 unchanged\nknowledge items: 0 new, 0 changed, 2 unchanged"
    )


def test_a_dry_run_shows_changed_talks_by_their_names(tmp_path: Path) -> None:
    event = "{number: 7, title: T, starts: 2026-12-07 15:00, ends: 2026-12-07 18:00"
    for name, talks in (("old", "[{talk: A}]"), ("new", "[{talk: A}, {talk: B, speaker: C}]")):
        (tmp_path / f"{name}.yaml").write_text(f"events: [{event}, sessions: {talks}}}]")
    bot("import", "old.yaml")
    output = bot("import", "--dry-run", "new.yaml").output
    assert output.startswith("changed  event 7: T\n           sessions: A → A, B\n")
