"""The scopes that the bot's token needs, as manifest.yaml asks for them."""

# For a file in a form, and for fetching it; a workspace may not have granted it yet.
# https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
READS_FILES = "files:read"

# What an installation may have beside them: all that is asked in a private channel
# (docs/installing.md, "A private channel").
FOR_PRIVATE_CHANNELS = frozenset({"groups:history", "groups:read"})

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
