"""Answers that no Slack gives, or only a bad day's: for tests that have them made up."""

import json

from hypothesis import strategies as st

from tests.odd_slack import Odd

NAMES = [
    "ok",
    "error",
    "errors",
    "user_id",
    "team_id",
    "channel",
    "channels",
    "ts",
    "id",
    "name",
    "user",
    "users",
    "members",
    "profile",
    "locale",
    "message",
    "messages",
    "reactions",
    "metadata",
    "event_type",
    "event_payload",
    "view",
    "hash",
    "upload_url",
    "file_id",
    "url",
    "response_metadata",
    "next_cursor",
]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["C1", "1.0", "ratelimited", "invalid_auth", "\0", "\ud800", "x" * 5000])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=12,
)
# as documented but for one thing or two
FAIR = st.fixed_dictionaries(
    {"ok": st.booleans()},
    optional={name: VALUES for name in NAMES if name != "ok"},
)
BODIES = st.one_of(
    FAIR.map(lambda fair: json.dumps(fair).encode()),
    VALUES.map(lambda value: json.dumps(value).encode()),
    st.binary(max_size=40),
    st.sampled_from([b"", b"[]", b"null", b"5", b"[" * 100_000, b'{"ok": true}', b"<html>", b"ok"]),
)
TYPES = st.sampled_from(
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json; charset=utf-7",
        "application/json; charset=hex",
        "application/json; charset=none",
        "application/json; charset=undefined",
        "text/plain",
        "text/html",
        "application/gzip",
        "image/png",
        "nonsense",
        "",
    ]
)
HEADERS = st.lists(
    st.sampled_from(
        [
            ("Retry-After", "1"),
            ("Retry-After", "inf"),
            ("Retry-After", "-inf"),
            ("Retry-After", "nan"),
            ("Retry-After", "9" * 400),
            ("Retry-After", "Mon, 23 Nov 2026 12:00:00 GMT"),
            ("Retry-After", "Mon, 23 Nov 99999 12:00:00 +9999"),
            ("Date", "gestern"),
            ("Date", "Mon, 01 Jan 0001 00:00:00 +2300"),
            ("Date", "Fri, 31 Dec 9999 23:59:59 -2300"),
            ("Date", "Fri, 31 Dec 99999999999999999999 23:59:59 GMT"),
            ("Content-Encoding", "gzip"),
            ("Content-Encoding", "br"),
            ("Content-Length", "3"),
            ("Content-Length", "9" * 5),
            ("Content-Length", "x"),
            ("Transfer-Encoding", "chunked"),
            ("Location", "http://["),
            ("Location", "ftp://127.0.0.1/"),
            ("Set-Cookie", "=;;=\x01"),
        ]
    )
    | st.tuples(
        st.from_regex(r"[A-Za-z-]{1,12}", fullmatch=True),
        st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=20),
    ),
    max_size=3,
).map(tuple)
STATUSES = st.sampled_from([200, 200, 200, 204, 301, 307, 400, 401, 404, 429, 500, 503]) | (
    st.integers(101, 999)
)
ODD = st.builds(Odd, STATUSES, TYPES, BODIES, HEADERS)
