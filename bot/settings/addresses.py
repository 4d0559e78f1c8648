"""Addresses that are set: of a database, of the bot's own server."""

import re
from urllib.parse import SplitResult, parse_qsl, urlsplit

# https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-PARAMKEYWORDS
POSTGRES_OPTIONS = frozenset((
    "application_name", "channel_binding", "client_encoding", "connect_timeout", "dbname",
    "fallback_application_name", "gssdelegation", "gssencmode", "gsslib", "host", "hostaddr",
    "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval", "krbsrvname",
    "load_balance_hosts", "max_protocol_version", "min_protocol_version", "oauth_client_id",
    "oauth_client_secret", "oauth_issuer", "oauth_scope", "options", "passfile", "password",
    "port", "replication", "require_auth", "requirepeer", "scram_client_key",
    "scram_server_key", "service", "servicefile", "ssl_max_protocol_version",
    "ssl_min_protocol_version", "sslcert", "sslcertmode", "sslcompression", "sslcrl",
    "sslcrldir", "sslkey", "sslkeylogfile", "sslmode", "sslnegotiation", "sslpassword",
    "sslrootcert", "sslsni", "target_session_attrs", "tcp_user_timeout", "user",
))  # fmt: skip
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
# nothing in it that would end a link in Slack, and nobody's password
HTTPS = re.compile(r"https://[^\s/?#@<>|\[\]]+(?:[/?#][^\s<>|]*)?")
_BARE = re.compile(r"[A-Za-z]+://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?/?")


def fault_of_database(url: str) -> str | None:
    """What is wrong with the address of a database, and how it should look; None if nothing is."""
    parts = split(url)
    known = parts is not None and parts.scheme in ("sqlite", "postgresql", "postgres")
    if parts is None or not known or "://" not in url:
        return "must look like sqlite:///labcamp.db or postgresql://user@host/name."
    if parts.netloc.count("@") > 1:  # the rest would be taken for the host, and named
        return "an @ in the user or the password has to be written as %40."
    if parts.scheme == "sqlite" and parts.netloc:
        return "a slash is missing; it must look like sqlite:///labcamp.db."
    if parts.scheme == "sqlite" and parts.path in ("", "/", "/:memory:"):
        return "names no file; it must look like sqlite:///labcamp.db."
    given = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    # not named: it may be a piece of a password
    if parts.scheme == "sqlite" and given:
        return "nothing can be set behind a ?; it must look like sqlite:///labcamp.db."
    if not given <= POSTGRES_OPTIONS:
        return (
            "behind the ? stands an option that PostgreSQL does not know "
            "(https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS). "
            "Take it out; a ? in the user or the password has to be written as %3F."
        )
    return None


def fault_of_server(url: str) -> str | None:
    """What is wrong with the address at which the bot's own server is reached; None if nothing."""
    parts = split(url)
    host = (parts.hostname if parts else None) or ""
    safe = parts is not None and (
        parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL_HOSTS)
    )
    if not host or not safe:
        return f"{url!r} is no address that begins with https:// (http:// only for localhost)."
    if not _BARE.fullmatch(url):
        return (
            f"{url!r} must be the bare address of the server, such as "
            "https://bot.example.org: no user, path, question mark or #."
        )
    return None


def split(url: str) -> SplitResult | None:
    """The parts of an address; None where it is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises when it is no number
    except ValueError:
        return None
    return parts
