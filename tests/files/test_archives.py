"""Whatever is wrong with an archive, it is said; nothing ends in a traceback."""

import io
import zipfile
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.files.contents import FileFault, KnowledgeEntry, LeftOut
from bot.files.notion import entries


@cache
def archive() -> bytes:
    """An archive with another in it, packed in all the ways that there are."""
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("x.md", "[b](https://example.org/b)")
    ways = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    with zipfile.ZipFile(outer, "w") as packed:
        for number, way in enumerate(ways):
            text = f"# Seite {number}\n\n[Ä](https://example.org/{number})\n"
            packed.writestr(f"ä{number}.md", text, compress_type=way)
        packed.writestr("innen.zip", inner.getvalue())
    return outer.getvalue()


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=4))
def test_an_archive_with_any_damage_is_read_or_refused(damages: list[tuple[int, int]]) -> None:
    data = bytearray(archive())
    for at, value in damages:
        data[at % len(data)] = value
    for one in entries(io.BytesIO(bytes(data))):
        assert isinstance(one, FileFault | KnowledgeEntry | LeftOut)
