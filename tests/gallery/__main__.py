"""make gallery, or make gallery SINCE=main: writes the page, and says where it is."""

import sys

from tests.gallery.page import page
from tests.gallery.snapshots import NoSuchCommit, of_commit, paired, written_down
from tests.playground_process import ROOT


def make(since: str | None) -> None:
    """Writes dist/gallery.html."""
    now = written_down()
    try:
        before = of_commit(since) if since else now
    except NoSuchCommit as error:
        sys.exit(f"Nothing to compare with: {error}")
    pairs = paired(now, before)
    file = ROOT / "dist" / "gallery.html"
    file.parent.mkdir(exist_ok=True)
    file.write_text(page(pairs, since), "utf-8")
    if since:
        states = [pair.state for pair in pairs]
        counts = (f"{states.count(state)} {state}" for state in ("changed", "new", "gone"))
        print(f"Since {since}: {', '.join(counts)}.")  # noqa: T201 - this is a command
    print(f"Open {file.as_uri()} in a browser.")  # noqa: T201


if __name__ == "__main__":
    make(sys.argv[1] if len(sys.argv) > 1 else None)
