"""What comes instead of an answer of Slack's when something in front of it answers, as was seen."""

from dataclasses import dataclass

JSON, TEXT, HTML = "application/json", "text/plain", "text/html"


@dataclass(frozen=True)
class OddAnswer:
    """An answer that is none of the Web API's."""

    status: int
    content_type: str
    body: str


ODD_ANSWERS = {
    # https://github.com/slackhq/slack-api-docs/issues/69
    "odd:text_429": OddAnswer(429, TEXT, "You are sending too many requests. Please relax."),
    # Envoy stands before Slack, as the headers of the next one say, and these are its own words:
    # https://github.com/envoyproxy/envoy/issues/3492
    "odd:text_503": OddAnswer(503, TEXT, "upstream connect error or disconnect/reset"),
    # https://github.com/apache/airflow/issues/35009
    "odd:html_504": OddAnswer(504, HTML, "<!DOCTYPE html><title>Server Error | Slack</title>"),
    # the same page under the type that the others have: the SDK says "Received a response in a
    # non-JSON format", https://github.com/slackapi/python-slack-sdk/issues/1454
    "odd:html_as_json": OddAnswer(503, JSON, "<!DOCTYPE html><title>Server Error | Slack</title>"),
    # https://github.com/clonn/slack-node-sdk/issues/16: "Unexpected end of input"
    "odd:nothing": OddAnswer(200, JSON, ""),
    # what no documentation excludes for a proxy on the bot's own side
    "odd:list": OddAnswer(200, JSON, "[]"),
    "odd:text_200": OddAnswer(200, TEXT, "ok"),
    "odd:object": OddAnswer(200, JSON, '{"ok": true}'),
    "odd:deep": OddAnswer(200, JSON, "[" * 100_000),
}
