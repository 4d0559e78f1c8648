"""What was made to keep a machine busy is refused, soon and with a word on why."""

import io
import zipfile

import pytest

from bot.files import archives, notion, reader, tables, trees
from bot.files.contents import FileFault
from bot.files.source import of_file, of_text

ITEM = '{"knowledge": [{"title": "%s", "url": "https://example.org/a"}]}'


def packed(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def faults(found: object) -> list[str]:
    assert hasattr(found, "__iter__")
    return [one.message for one in found if isinstance(one, FileFault)]


def test_the_entries_of_all_archives_within_one_count_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 50)
    inner = packed({f"{number}/": b"" for number in range(20)})
    outer = packed({f"{number}.zip": inner for number in range(3)})
    (fault,) = faults(notion.entries(io.BytesIO(outer)))
    assert "at most 50 fit" in fault
    smaller = packed({"a.zip": inner, "b.md": b"[B](https://example.org/b)"})
    assert not any("fit" in one for one in faults(notion.entries(io.BytesIO(smaller))))


def test_a_text_of_many_megabytes_in_json_is_refused() -> None:
    (fault,) = faults(reader.entries(of_file(io.BytesIO((ITEM % ("a" * 30_000_000)).encode()))))
    assert "more than 1,000,000 characters" in fault


@pytest.mark.parametrize(
    "text",
    [
        "knowledge:\n- title: A\n  description: {}\n",
        "knowledge:\n- title: A\n  description: |\n    {}\n",
        'knowledge:\n- title: A\n  description: "{}"\n',
        "knowledge:\n- title: A\n\n  # {}\n",
        "{{knowledge: [\n {{title: A,\n description: {}}}]}}",
    ],
)
def test_a_text_of_many_megabytes_in_yaml_is_refused_where_it_begins(text: str) -> None:
    file = io.BytesIO(text.format("a" * 5_000_000).encode())
    (fault,) = (one for one in reader.entries(of_file(file)) if isinstance(one, FileFault))
    assert "more than 1,000,000 characters" in fault.message
    assert fault.line in (2, 3)
    assert file.tell() < 2_000_000 or text.startswith("{")  # what is in braces is read whole


def test_yaml_in_braces_is_read_whole_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "{knowledge: [{title: A, url: https://example.org/a}]}"
    assert not faults(reader.entries(of_text(text)))
    monkeypatch.setattr(trees, "LONGEST_WHOLE", 50)
    (fault,) = faults(reader.entries(of_text(text)))
    assert "without braces" in fault


def test_a_line_of_many_megabytes_in_a_table_is_refused() -> None:
    text = "title;url\n" + "a" * 30_000_000
    (fault,) = faults(tables.entries(of_file(io.BytesIO(text.encode()))))
    assert "more than 1,000,000 characters" in fault


def test_an_import_that_takes_too_long_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.files.source.LONGEST_TIME", -1.0)
    (fault,) = faults(reader.entries(of_text(ITEM % "a")))
    assert "divide the file" in fault
    monkeypatch.setattr(archives, "LONGEST_TIME", -1.0)
    (fault,) = faults(notion.entries(io.BytesIO(packed({"a.md": b"[A](https://example.org)"}))))
    assert "divide the file" in fault
