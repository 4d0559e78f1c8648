"""The scopes that the bot's token needs, as manifest.yaml asks for them."""

# For a file in a form, and for fetching it; a workspace may not have granted it yet.
# https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
READS_FILES = "files:read"

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        READS_FILES,
        "files:write",
        "im:history",
        "im:write",
        "reactions:read",
        "reactions:write",
        "usergroups:read",
        "users:read",
    }
)
