"""Who may do what, as the tables of routes say it: examples of everything, and the document.

`python -m tests.permissions` writes docs/permissions.md.
"""

import inspect
import re
from collections.abc import Iterable
from pathlib import Path

from bot.domain import commands
from bot.domain.commands import Command
from bot.domain.form_states import FeedbackForm, LinksForm, TopicForm
from bot.domain.ids import TopicId
from bot.domain.values import packed
from handlers.buttons import BUTTONS
from handlers.routes import COMMANDS, SHORTCUTS, SUBMITS, Route

_MENTION = re.compile(r"<@[^>]*>")
DOCUMENT = Path(__file__).parent.parent / "docs" / "permissions.md"

# What is typed for each command.
TYPED: dict[type[Command], str] = {
    commands.Help: "help",
    commands.Unknown: "xyzzy",
    commands.Incomplete: "announce now",
    commands.Next: "next",
    commands.Show: "show 11",
    commands.Events: "events",
    commands.SetRsvp: "rsvp yes 11",
    commands.SetRsvpFor: "rsvp yes 11 <@U0CEMMINIST|cem>",
    commands.DeclineOrCancel: "absagen 11",
    commands.Greeting: "hallo",
    commands.Thanks: "danke",
    commands.Search: "kb labor",
    commands.AddItem: "kb add",
    commands.Topics: "topics",
    commands.AddTopic: "topics add",
    commands.Calendar: "calendar",
    commands.SetLanguage: "language de",
    commands.SetReminders: "reminders on",
    commands.ForgetMe: "forget-me",
    commands.MyData: "my-data",
    commands.Who: "who 11",
    commands.Export: "export 11",
    commands.Organizers: "organizers",
    commands.AddOrganizer: "organizers add <@U0CEMMINIST|cem>",
    commands.RemoveOrganizer: "organizers remove <@U0CEMMINIST|cem>",
    commands.Announce: "announce 11 Hallo!",
    commands.EventTexts: "texts 11",
    commands.New: "new",
    commands.Edit: "edit 11",
    commands.Cancel: "cancel 11",
    commands.Feedback: "feedback 11",
    commands.PostFollowUp: "follow-up 11",
}
TICKET = f"11.{'0' * 32}.{'0' * 32}"
# What a button or a form brings along, where it is not just the number 11, or an empty form.
VALUES = {
    "typed": "next",
    "snooze": "11:2026-12-07",
    **dict.fromkeys(("events_all", "events_previous", "events_next", "events_other"), "past:1"),
    **dict.fromkeys(("list_all", "list_previous", "list_next"), "drafts:1"),
    **dict.fromkeys(("kb_material", "kb_material_previous", "kb_material_next"), "11:1"),
    **dict.fromkeys(("topics_list", "topics_previous", "topics_next", "topics_other"), "open:1"),
    **{f"topic_{what}": "1:1" for what in ("vote", "withdraw", "answer", "merge", "reopen")},
    **{name: TICKET for name in BUTTONS if name.startswith("feedback_")},
    **dict.fromkeys(("feedback_previous", "feedback_next"), "11:1"),
    **dict.fromkeys(("talk_give", "talk_none", "talk_own"), "11:0123456789abcdef"),
    "talk_later": "11:0:0123456789abcdef",
    "announcement_back": "{}",
    "event_menu": "edit 11",
    **dict.fromkeys(
        ("texts_newsletter", "texts_homepage", "texts_social", "texts_mail", "texts_language"),
        "11:newsletter:de",
    ),
    "texts_files": "11:newsletter:de",
    "home_language": "de",
    "home_reminders": "on",
}
METADATA = {
    "follow_up": "11:0",
    "kb_links": packed(LinksForm((("https://example.org", "x"),))),
    "kb_item of an item": '{"item": 1}',
    "kb_reject": "1:1",
    "dead_link_address": "1:1",
    "feedback_sentence": packed(FeedbackForm(TICKET)),
    "topic_alike": "Wirkung",
    **dict.fromkeys(("topic_answer", "topic_merge"), packed(TopicForm(TopicId(1)))),
    "nudge": "11",
    "talk_give": "11:0123456789abcdef",
}
# Here the handler decides: whose answer, which list, whether the item is there already.
BY_THEMSELVES = {
    "SetRsvpFor": "organizers, but for oneself everyone",
    "DeclineOrCancel": "everyone; organizers are asked whose",
    "typed": "everyone; what is typed as its own command says",
    "Who": "organizers; members see the counts",
    "announcements_list": "organizers",
    "list_all": "organizers; one's own events and talks everyone",
    "list_previous": "organizers; one's own events and talks everyone",
    "list_next": "organizers; one's own events and talks everyone",
    **dict.fromkeys(
        (
            "talk_give",
            "talk_later",
            "talk_none",
            "talk_own",
            "talk_show_public",
            "talk_show_members",
            "talk_show_nobody",
            "talk_take_back",
        ),
        "the contact of the talk",
    ),
    "kb_item": "everyone proposes; only organizers publish and change",
}
_HEAD = """# Who may do what

Written by `make permissions` from the tables in [handlers/routes.py](../handlers/routes.py) and
[handlers/buttons.py](../handlers/buttons.py), and held by `tests/handlers/test_permissions.py`.
Whether somebody organizes is asked afresh each time,
on the server: whoever opened a form as an organizer and is none any more can't send it. Guests,
strangers, bots and people of other workspaces never organize. What is said to the bot in its direct
message or after a mention of it is a command like any other; what is none is searched for.
"""


def document() -> str:
    """The document as it has to stand."""
    typed = {_MENTION.sub("@name", text): kind for kind, text in TYPED.items()}
    tables: dict[str, list[tuple[str, str, Route]]] = {
        "Commands": [(text, kind.__name__, COMMANDS[kind]) for text, kind in typed.items()],
        "Buttons and menus": [(name, name, route) for name, route in BUTTONS.items()],
        "Forms": [(name, name, route) for name, route in SUBMITS.items()],
        "Shortcuts": [(name, name, route) for name, route in SHORTCUTS.items()],
    }
    parts = [_HEAD]
    for title, routes in tables.items():
        parts.append(f"## {title}\n\n| what | who | does |\n|---|---|---|\n{_rows(routes)}\n")
    return "\n".join(parts)


def _rows(routes: Iterable[tuple[str, str, Route]]) -> str:
    """A row for each thing that is done, with all that leads to it."""
    leading: dict[tuple[str, str], list[str]] = {}
    for shown, name, route in routes:
        who = "organizers" if route.organizers_only else BY_THEMSELVES.get(name, "everyone")
        does = (inspect.getdoc(route.handler) or "").partition("\n")[0]
        leading.setdefault((who, does), []).append(f"`{shown}`")
    return "\n".join(
        f"| {', '.join(names)} | {who} | {does} |" for (who, does), names in leading.items()
    )


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
