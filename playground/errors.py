"""How Slack says no."""

from collections.abc import Sequence
from typing import Any


class SlackSaysNo(Exception):
    """A refusal with Slack's error code, as it stands in `error` of an answer.

    `messages` are the explanations that Slack puts into `response_metadata.messages`;
    `details` are further fields of the answer, such as `needed` and `provided`.
    """

    def __init__(self, error: str, messages: Sequence[str] = (), **details: Any) -> None:
        super().__init__(error if not messages else f"{error}: {'; '.join(messages)}")
        self.error = error
        self.messages = tuple(messages)
        self.details = details

    def to_json(self) -> dict[str, Any]:
        """The body of the answer that carries this refusal."""
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.details}
        if self.messages:
            body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": [f"[ERROR] {m}" for m in self.messages]}
        return body
