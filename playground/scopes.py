"""What a view needs of the app's scopes."""

from playground.blocks import elements_of
from playground.errors import SlackSaysNo

# https://docs.slack.dev/reference/block-kit/block-elements/file-input-element#usage-info; which
# error comes without it is not documented
FILES = "files:read"


def check_scopes(view: object, scopes: frozenset[str]) -> None:
    """Raises SlackSaysNo where a view asks for a file and the app may not read any."""
    blocks = view.get("blocks") if isinstance(view, dict) else None
    listed = [b for b in blocks if isinstance(b, dict)] if isinstance(blocks, list) else []
    asks = any(e.get("type") == "file_input" for b in listed for e in elements_of(b))
    if asks and FILES not in scopes:
        provided = ",".join(sorted(scopes))
        raise SlackSaysNo("missing_scope", needed=FILES, provided=provided)
