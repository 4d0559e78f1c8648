"""The addresses at Google and Outlook, taken apart as those would."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.domain.calendar import Entry
from bot.locales import texts
from bot.views import calendar_links
from tests.builders import NOON, a_full_event, an_event, an_rsvp

T = texts("de")
ENTRY = Entry(a_full_event(title="Wirkung & Co. #1 <x>?"), NOON)
FEED = "https://bot.example.org/calendar.ics"


def fields(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_googles_form_is_filled_in() -> None:
    address = calendar_links.google(ENTRY, T)
    assert address.startswith("https://calendar.google.com/calendar/render?action=TEMPLATE&")
    found = fields(address)
    assert found["text"] == "LabCamp#11: Wirkung & Co. #1 <x>?"
    assert found["dates"] == "20261207T140000Z/20261207T170000Z"
    assert (found["ctz"], found["location"]) == ("Europe/Berlin", "online")
    assert found["details"].startswith("Worum es geht.\n\nImpulse:")


@pytest.mark.parametrize("host", ["outlook.office.com", "outlook.live.com"])
def test_outlooks_form_is_filled_in(host: str) -> None:
    address = calendar_links.outlook(ENTRY, T, host)
    assert address.startswith(f"https://{host}/calendar/0/deeplink/compose?")
    found = fields(address)
    assert found["subject"] == "LabCamp#11: Wirkung & Co. #1 <x>?"
    starts_at = datetime.fromisoformat(found["startdt"])
    assert starts_at == datetime(2026, 12, 7, 14, tzinfo=UTC)
    assert found["body"].startswith("Worum es geht.\n\nImpulse:")


def test_a_bare_event_has_no_empty_fields() -> None:
    for address in (calendar_links.google, calendar_links.outlook):
        made = address(Entry(an_event(), NOON), T)
        assert not {"location", "details", "body"} & set(parse_qs(urlsplit(made).query, True))


@pytest.mark.parametrize("sign", ["x", "ä", "🧑", "&", " "])
def test_the_longest_event_still_fits_into_a_button(sign: str) -> None:
    long = a_full_event(title=sign * 255, description=sign * 3000, location=sign * 255)
    for address in (calendar_links.google, calendar_links.outlook):
        made = address(Entry(long, NOON), T)
        assert len(made) <= 3000
        assert fields(made).get("dates", "20261207T140000Z/20261207T170000Z")[:8] == "20261207"


def test_only_whoever_comes_is_given_the_join_link() -> None:
    for address in (calendar_links.google, calendar_links.outlook):
        assert "raum" not in address(ENTRY, T)
        assert "raum" in address(Entry(ENTRY.event, NOON, an_rsvp()), T)


def test_subscribing_leads_back_to_the_feed() -> None:
    google = fields(calendar_links.google_subscription(FEED))
    assert google == {"cid": "webcal://bot.example.org/calendar.ics"}
    outlook = fields(calendar_links.outlook_subscription(FEED, "LabCamp"))
    assert outlook == {"url": FEED, "name": "LabCamp"}
