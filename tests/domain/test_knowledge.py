"""Two addresses of one item are equal once they are normalised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.knowledge import normalised_url

PLAIN = "https://example.org/a"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://example.org/a",
        "HTTPS://Example.ORG/a",
        "https://example.org:443/a",
        "https://example.org/a/",
        "https://example.org/a#",
        "https://example.org/a?",
        "  https://example.org/a \n",
    ],
)
def test_spellings_of_one_address_are_the_same(spelling: str) -> None:
    assert normalised_url(spelling) == PLAIN


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/a",
        "https://example.org/A",
        "https://example.org/a?x=1",
        "https://example.org/a?X=1",
        "https://example.org/a#minute-3",
        "https://example.org:8443/a",
        "https://www.example.org/a",
        "https://example.org",
    ],
)
def test_other_addresses_stay_others(other: str) -> None:
    assert normalised_url(other) != PLAIN


def test_the_root_is_the_same_with_and_without_its_slash() -> None:
    assert normalised_url("https://example.org/") == normalised_url("https://example.org")


def test_a_port_belongs_to_its_scheme() -> None:
    assert normalised_url("http://example.org:80/") == "http://example.org"
    assert normalised_url("http://example.org:443/") == "http://example.org:443"


URLS = st.builds(
    "{}://{}{}{}{}{}".format,
    st.sampled_from(["http", "HTTPS", "ftp"]),
    st.sampled_from(["Example.org", "xn--bcher-kva.example", "127.0.0.1", "bücher.example"]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.sampled_from(["", "/", "/a", "/a/", "/A//", "/ä"]),
    st.sampled_from(["", "?", "?q=Ä&x", "?q=/"]),
    st.sampled_from(["", "#", "#x", "#x/"]),
)


@given(URLS)
def test_normalising_again_changes_nothing(url: str) -> None:
    once = normalised_url(url)
    assert normalised_url(once) == once
