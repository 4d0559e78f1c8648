"""Texts about an event for outside, and what is said above them, in both languages."""

import json

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.domain.announcement_remarks import Listed, Remark, TextDoubt
from bot.domain.announcements import Announcement, AnnouncementStatus
from bot.domain.ids import AnnouncementId
from bot.domain.languages import LANGUAGES
from bot.domain.outlet_checks import Difference, Differs
from bot.domain.outlets import NotPublished, Outlet, TemplateFault, TemplateTrouble
from bot.locales import texts
from bot.texts.writing import write
from bot.views import outlets
from playground.content import content_of
from tests.builders import ELEVEN, NOON, a_full_event
from tests.texts.sources import PAGES, a_source

POSTED = Announcement(
    AnnouncementId(7), "U1", "Am 30. November", "C1", ELEVEN, NOON, AnnouncementStatus.POSTED
)
WRONG = {
    "differences": [Difference("mail.txt", one, "8. Mai <b>") for one in Differs],
    "faults": [
        TemplateFault(TemplateTrouble.BROKEN, "de/mail.txt.j2", 3, "'titel' is undefined"),
        *(TemplateFault(one, "de/mail.txt.j2", 0, "oops") for one in TemplateTrouble),
    ],
    "outdated": [Listed(POSTED, (Remark(TextDoubt.OTHER_DATE, "30. November"),))],
    "files_come": True,
}


def _refuse(warning: str) -> None:
    raise AssertionError(warning)


@pytest.mark.parametrize("name", ["well", "wrong", "not published"])
def test_texts_look_as_they_did(name: str, snapshot: SnapshotAssertion) -> None:
    shown = {}
    for language in LANGUAGES:
        t = texts(language)
        if name == "not published":
            made = outlets.not_published(NotPublished(a_full_event()), t)
        else:
            written = write(a_source(), language, PAGES, None)
            more = WRONG if name == "wrong" else {}
            made = outlets.texts(
                written.source,
                written.of(Outlet.SOCIAL),
                language,
                t,
                **more,  # type: ignore[arg-type]
            )
        content_of(made.payload(), _refuse)  # Slack's limits, as the playground knows them
        shown[language] = made.payload()
    assert json.loads(json.dumps(shown)) == snapshot(extension_class=JSONSnapshotExtension)
