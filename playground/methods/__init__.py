"""The methods of Slack's Web API that this workspace has.

Each is described at https://docs.slack.dev/reference/methods/<its name>.
"""

from playground.methods import blocks, chat, conversations, files, people, reactions, views
from playground.methods.base import Args, Context, Method

METHODS: dict[str, Method] = {
    **people.METHODS,
    **chat.METHODS,
    **reactions.METHODS,
    **conversations.METHODS,
    **views.METHODS,
    **files.METHODS,
    **blocks.METHODS,
}

__all__ = ["METHODS", "Args", "Context", "Method"]
