"""Two addresses of one item are equal once they are normalised; what leads elsewhere is none."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.addresses import honest_title, is_web_address, normalised_url
from tests.every_case import every

PLAIN = "https://example.org/a"


@every(
    "spelling",
    [
        "https://example.org/a",
        "HTTPS://Example.ORG/a",
        "https://example.org:443/a",
        "https://example.org:/a",
        "https://example.org/a/",
        "https://example.org/a#",
        "https://example.org/a?",
        "https://example.org/a/?",
        "https://example.org/a?&",
        "https://example.org/%61",
        "https://example.org/./b/../a",
        "https://example.org/%2E/a",
        "https://ｅｘａｍｐｌｅ。org/a",
        "  https://example.org/a \n",
        "https://example.org/a?utm_source=newsletter&utm_medium=email",
        "https://example.org/a/?utm_id=7#",
        "https://example.org/a?UTM_Campaign=x",
        "https://example.org/a?fbclid=IwAR0&gclid=x&mc_cid=1&mc_eid=2",
        "https://example.org/a?mtm_campaign=x&pk_kwd=y&piwik_kwd=z",
        "https://example.org/a?fbclid",
    ],
)
def test_spellings_of_one_address_are_the_same(spelling: str) -> None:
    assert normalised_url(spelling) == PLAIN


@every(
    ("one", "other"),
    [
        ("https://example.org/", "https://example.org"),
        ("https://example.org/?a=1", "https://example.org?a=1"),
        ("https://example.org/a/?x=1&utm_source=y", "https://example.org/a?x=1"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("https://BÜCHER.example/a", "https://XN--bcher-kva.Example/a"),
        ("https://b%C3%BCcher.Example/a", "https://b%C3%BCcher.example/a"),
        ("https://bu\u0308cher.example", "https://bücher.example"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("https://example.org/%7Eada/%c3%a4?q=%2f", "https://example.org/~ada/ä?q=%2F"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://youtu.be/abc?si=XyZ", "https://youtu.be/abc"),
        (
            "https://www.youtube.com/watch?v=abc&feature=shared",
            "https://www.youtube.com/watch?v=abc",
        ),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]"),
    ],
)
def test_these_two_are_the_same(one: str, other: str) -> None:
    assert normalised_url(one) == normalised_url(other)


@every(
    "other",
    [
        "http://example.org/a",
        "https://example.org/A",
        "https://example.org/a?x=1",
        "https://example.org/a?X=1",
        "https://example.org/a?x=1&y=2",
        "https://example.org/a?y=2&x=1",
        "https://example.org/a?si=x",
        "https://example.org/a?utm=x",
        "https://example.org/a?xutm_source=x",
        "https://example.org/a#minute-3",
        "https://example.org/a%2F",
        "https://example.org/b/..%2Fa",
        "https://example.org:8443/a",
        "https://www.example.org/a",
        "https://strasse.example",
        "https://straße.example",
        "https://example.org",
    ],
)
def test_other_addresses_stay_others(other: str) -> None:
    others = {
        "https://example.org/a?x=1&y=2": "https://example.org/a?y=2&x=1",
        "https://straße.example": "https://strasse.example",
    }
    assert normalised_url(other) != PLAIN
    assert normalised_url(other) != normalised_url(others.get(other, PLAIN))


def test_a_port_belongs_to_its_scheme() -> None:
    assert normalised_url("http://example.org:80/") == "http://example.org"
    assert normalised_url("http://example.org:443/") == "http://example.org:443"


PIECES = st.text("aZ0/.?#&=%:-~ äß+2EeFf5", max_size=12)
URLS = st.builds(
    "{}://{}{}{}{}{}".format,
    st.sampled_from(["http", "HTTPS", "ftp"]),
    st.sampled_from(
        [
            "Example.org",
            "xn--bcher-kva.example",
            "127.0.0.1",
            "bücher.example",
            "İß.example",
            "[::1]",
        ]
    ),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.sampled_from(["", "/", "/a", "/a/", "/A//", "/ä", "/%%411", "/../a/./.."])
    | PIECES.map("/".__add__),
    st.sampled_from(["", "?", "?q=Ä&x", "?q=/", "?utm_%61=1"]) | PIECES.map("?".__add__),
    st.sampled_from(["", "#", "#x", "#x/"]),
)


@given(URLS)
@example("https://example.org/%%3421")
@example("https://example.org/a?utm%5fsource=x")
@example("https://example.org/a/%2e%2e/%2E/")
def test_normalising_again_changes_nothing(url: str) -> None:
    once = normalised_url(url)
    assert normalised_url(once) == once


@given(URLS)
def test_what_was_a_web_address_is_one_when_it_is_normalised(url: str) -> None:
    assert is_web_address(normalised_url(url)) == url.lower().startswith("http")


@every(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "java\nscript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,<script>",
        "ftp://example.org/",
        "//example.org/a",
        "https:///a",
        "https://example.org:0/",
        "https://example.org:99999/",
        "http://[::1",
        "https://example.org/\u200b",
        "https://example.org/\u202egpj",
        "https://example.org/a b",
        "https://example.org@example.com/",
        "https://ada:secret@example.org/",
        "https://example.org\\@example.com/",
        "example.org",
        "",
    ],
)
def test_what_leads_to_no_web_page_is_no_web_address(url: str) -> None:
    assert not is_web_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "https://example.org/@ada?to=a@b.org",
        "HTTPS://bücher.example:8443/ä?q=1#x",
    ],
)
def test_http_and_https_are_web_addresses(url: str) -> None:
    assert is_web_address(url)


@every(
    ("url", "title", "shown"),
    [
        ("https://example.org/a", "Ein Titel", "Ein Titel"),
        ("https://example.org/a", "Bericht.pdf", "Bericht.pdf"),
        ("https://example.org/a", "https://example.org/a", "https://example.org/a"),
        ("https://www.example.org/a", "example.org/b", "example.org/b"),
        ("https://example.org/a", "www.example.org", "www.example.org"),
        ("https://evil.example/", "https://example.org/a", "https://example.org/a (evil.example)"),
        ("https://evil.example/", "//example.org", "//example.org (evil.example)"),
        ("https://evil.example/", "www.example.org", "www.example.org (evil.example)"),
        ("https://evil.example/", "Example.org/anmeldung", "Example.org/anmeldung (evil.example)"),
        ("https://example.org.evil.example/", "https://example.org", None),
    ],
)
def test_a_title_that_looks_like_another_address_gets_the_real_host(
    url: str, title: str, shown: str | None
) -> None:
    expected = f"{title} (example.org.evil.example)" if shown is None else shown
    assert honest_title(url, title) == expected
