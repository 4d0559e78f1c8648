"""Web addresses: which ones are taken, and which two spellings lead to the same place."""

import re
import unicodedata
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
# A scheme written twice, as in http://http://example.org, makes it the host.
_NO_HOSTS = ("", *_DEFAULT_PORTS)
# Firefox's list (privacy.query_stripping.strip_list), and what Google, Matomo and Mailchimp say
# they add: https://support.google.com/analytics/answer/10917952,
# https://matomo.org/faq/reports/advanced-how-to-manually-build-campaign-tracking-urls,
# https://mailchimp.com/help/about-connected-sites. In lower case.
_TRACKING = re.compile(
    "(?:utm|mtm|pk|piwik)_.*"
    "|__hsfp|__hssc|__hstc|__s|_ga|_gl|_hsenc|_hsmi|_openstat|dclid|fbclid|gbraid|gclid|gclsrc"
    "|hsctatracking|igsh|igshid|li_fat_id|mc_cid|mc_eid|mkt_tok|ml_subscriber|ml_subscriber_hash"
    "|msclkid|oft_(?:c|ck|d|id|ids|k|lk|sk)|oly_anon_id|oly_enc_id|rb_clickid|s_cid|ttclid|twclid"
    "|vero_conv|vero_id|wbraid|wickedid|yclid"
)
# What YouTube's own "share" adds to the address of a video.
_SHARED_BY = {
    host: frozenset(("feature", "pp", "si"))
    for host in ("youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be")
}

_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")  # RFC 3986, section 2.3
_RESERVED = ":/?#[]@!$&'()*+,;=%"  # RFC 3986, section 2.2, and the sign of escapes
_OTHER_DOTS = re.compile("[\u3002\uff0e\uff61]")  # full stops as UTS #46 maps them
# A title that reads as an address; `Bericht.pdf` does not.
_NAMES_A_HOST = re.compile(
    r"(?:[a-z]+:)?//(?:www\.)?(?P<host>[^\s/?#]+)"
    r"|www\.(?P<www>[^\s/?#]+)"
    r"|(?P<bare>(?:[\w-]+\.)+[a-z]{2,})(?=/)",
    re.IGNORECASE,
)


def has_hidden_signs(url: str) -> bool:
    """Whether there is a space or anything else in it that can't be seen."""
    return " " in url or not url.isprintable()  # of all spaces only this one is printable


def is_web_address(url: str) -> bool:
    """Whether this leads to a web page: http or https, a host, nothing that can't be seen in it.

    javascript:, file: and data: lead elsewhere, and `https://example.org@example.com` (RFC 3986,
    section 7.6) elsewhere than it seems.
    """
    if has_hidden_signs(url):
        return False
    try:
        parts = urlsplit(url)
        if "@" in parts.netloc or "\\" in parts.netloc:  # what stands before it looks like the host
            return False
        if (parts.hostname or "") in _NO_HOSTS:
            return False
        return parts.scheme.lower() in _DEFAULT_PORTS and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        return False


def honest_title(url: str, title: str) -> str:
    """What a link may be called: a title that looks like another address gets the real host.

    Otherwise a proposal named https://www.example.org/ could lead anywhere.
    """
    named = _NAMES_A_HOST.match(title.strip())
    host = (urlsplit(url).hostname or "").lower() if is_web_address(url) else url
    said = named and (named["host"] or named["www"] or named["bare"]).lower()
    return title if said is None or said == host.removeprefix("www.") else f"{title} ({host})"


def normalised_url(url: str) -> str:
    """`url` in the form in which two addresses of one item are equal.

    Case of scheme and host, umlauts in the host or their xn-- form, the default port, a trailing
    slash (before a query too), an empty query or fragment, dot segments, escapes of signs that need
    none (RFC 3986, section 6.2.2), letters that need an escape and have none, and tracking
    parameters make no difference. Path and query keep their case: servers may tell them apart.
    With and without `www.` are two: no rule says that they are the same. Raises ValueError for
    what is no address.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    host = _host(parts)
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(scheme)) else f":{parts.port}"
    path = _without_dots(_escaped(parts.path)).rstrip("/")
    query = _without_tracking(_escaped(parts.query), host)
    return urlunsplit((scheme, host + port, path, query, _escaped(parts.fragment)))


def _host(parts: SplitResult) -> str:
    """The host in lower case and in ASCII."""
    host = parts.hostname or ""
    if ":" in host:
        return f"[{host}]"  # an IPv6 address
    if host.isascii():
        return host.lower()
    folded = unicodedata.normalize("NFKC", _OTHER_DOTS.sub(".", host)).lower()
    return ".".join(_label(label) for label in unicodedata.normalize("NFKC", folded).split("."))


def _label(label: str) -> str:
    """One part of a host as the DNS knows it; as browsers do it, ß stays ß (UTS #46)."""
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _escaped(text: str) -> str:
    """`text` with escapes where they are needed, in upper case, and nowhere else."""
    return quote(_ESCAPE.sub(_one_escape, _LONE_PERCENT.sub("%25", text)), safe=_RESERVED)


def _one_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if _UNRESERVED.fullmatch(character) else match[0].upper()


def _without_dots(path: str) -> str:
    """`path` without `.` and `..` (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[max(len(kept) - 1, 1) :]  # never above the root
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept)


def _without_tracking(query: str, host: str) -> str:
    shared_by = _SHARED_BY.get(host, frozenset())
    return "&".join(
        part
        for part in query.split("&")
        if part and not _tracks(part.partition("=")[0].lower(), shared_by)
    )


def _tracks(name: str, shared_by: frozenset[str]) -> bool:
    return name in shared_by or _TRACKING.fullmatch(name) is not None
