"""What no other picture shows has one here, of its sample: no words change unseen."""

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.doctor.samples import SAMPLES
from tests.pictures import in_all_languages

# Of these views other tests here have pictures, in more than one state.
SEEN_ELSEWHERE = {
    *("announce", "preview", "preview-failed", "announced", "announcement", "faulty", "post"),
    *("not-announced", "card", "between", "no-event", "list", "invitation", "event", "cancel"),
    *("texts", "texts-not-published", "saved", "unchanged", "cancelled-already", "changed"),
    *("changed-channel", "confirmed", "waits", "which-no", "answered-for", "noted-for", "closed"),
    *("place", "counts", "table", "reminder", "reminder-channel", "snoozed", "not-snoozed"),
    *("calendar", "calendar-event", "calendar-file", "item", "known", "added", "item-saved"),
    *("too-many", "links", "links-known", "material", "missing", "material-post", "proposals"),
    *("rejecting", "proposal", "verdict", "dead-links", "dead-link", "dead-links-report", "found"),
    *("search", "search-letter", "home", "home-list", "organizers", "problems", "welcome", "help"),
    *("greeting", "unknown", "incomplete"),
}


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - SEEN_ELSEWHERE))
def test_a_sample_looks_as_it_did(name: str, snapshot: SnapshotAssertion) -> None:
    picture = snapshot.use_extension(JSONSnapshotExtension)
    assert in_all_languages(SAMPLES[name]) == picture
