"""Each check, against each fault that it is for: what it says, and what to do about it."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest
from aiohttp import web

from bot.doctor import CHECKS, Verdict
from bot.domain.scopes import SCOPES
from playground.sample import FOREIGNER, GUSTAV, IDA, LABCAMP, ORGA, REMINDER_BOT, STRANGER
from storage.backups import backup_file
from tests.doctor.scene import LASTING, Scene
from tests.stage import Stage

WELL, DOUBTFUL, WRONG, UNCHECKED = Verdict
OTHER_APP = "xapp-1-other-0-app"


@pytest.fixture
def scene(stage: Stage, tmp_path: Path, empty_file: Path) -> Scene:
    """Nothing is wrong on it."""
    scene = Scene(stage, tmp_path)
    shutil.copy(empty_file, scene.file)
    backed_up(scene, hours=1)
    scene.mounted(LASTING)
    return scene


def backed_up(scene: Scene, hours: float, name: str = "labcamp.db") -> Path:
    """A copy of the database in its folder of backups."""
    (scene.folder / "backups").mkdir(exist_ok=True)
    for file in (scene.folder / "backups").iterdir():
        file.unlink()
    at = scene.stage.deps.clock.now() - timedelta(hours=hours)
    file = backup_file(scene.folder / "backups", at)
    shutil.copy(scene.folder / name, file)
    return file


def sql(scene: Scene, statement: str) -> None:
    with closing(sqlite3.connect(scene.file)) as database, database:
        database.execute(statement)


def set_to(**settings: object) -> Callable[[Scene], None]:
    return lambda scene: scene.settings.update(settings)


def scopes(given: frozenset[str]) -> Callable[[Scene], None]:
    def fault(scene: Scene) -> None:
        scene.playground.scopes = given

    return fault


def answering(method: str, kind: str) -> Callable[[Scene], None]:
    return lambda scene: scene.playground.faults.add(method, kind, times=9)


def by_sockets(scene: Scene) -> None:
    scene.settings["slack_app_token"] = scene.playground.credentials.app_token


def of_another_app(scene: Scene) -> None:
    scene.playground.api.other_apps[OTHER_APP] = "A0OTHER"
    scene.settings["slack_app_token"] = OTHER_APP


def without_the_bot(scene: Scene) -> None:
    del scene.playground.workspace.channel(LABCAMP).members[scene.stage.deps.identity.user]


def archived(scene: Scene) -> None:
    scene.playground.workspace.channel(LABCAMP).is_archived = True


def group_of(*people: str) -> Callable[[Scene], None]:
    def fault(scene: Scene) -> None:
        scene.playground.workspace.usergroups = {"S0ORGA": list(people)}
        scene.settings["organizer_group"] = "S0ORGA"

    return fault


def another_group(scene: Scene) -> None:
    group_of(GUSTAV)(scene)
    scene.settings["organizer_group"] = "S0OTHER"


def clock_off(scene: Scene) -> None:
    scene.playground.date_off = -3 * 3600


def another_secret(scene: Scene) -> None:
    scene.settings["slack_signing_secret"] = "of yesterday, and long enough"


def readable(scene: Scene) -> None:
    (scene.folder / ".env").touch(0o644)


def no_database(scene: Scene) -> None:
    scene.file.unlink()


def no_folder(scene: Scene) -> None:
    scene.settings["database_url"] = f"sqlite:///{scene.folder}/none/labcamp.db"


def damaged(scene: Scene) -> None:
    scene.file.write_bytes(b"no database" * 1000)


def template(name: str, content: str) -> Callable[[Scene], None]:
    def fault(scene: Scene) -> None:
        scene.settings["templates"] = scene.folder / "own"
        file = scene.folder / "own" / name
        file.parent.mkdir(parents=True)
        file.write_text(content, encoding="utf-8")

    return fault


def leading_nowhere(scene: Scene) -> None:
    template("de/words.txt.j2", "x")(scene)
    (scene.folder / "own" / "de" / "mail.txt.j2").symlink_to("/none")


def at_revision(revision: str) -> Callable[[Scene], None]:
    return lambda scene: sql(scene, f"UPDATE alembic_version SET version_num = '{revision}'")


def mounted(kind: str) -> Callable[[Scene], None]:
    return lambda scene: scene.mounted(f"{LASTING}2 1 0:2 / {scene.folder} rw - {kind} x rw\n")


def damaged_backup(scene: Scene) -> None:
    file = backed_up(scene, hours=1)
    content = bytearray(file.read_bytes())
    content[5000:9000] = b"x" * 4000
    file.write_bytes(content)


def newer_backup(scene: Scene) -> None:
    at_revision("9999")(scene)
    backed_up(scene, hours=1)


def no_backup(scene: Scene) -> None:
    for file in (scene.folder / "backups").iterdir():
        file.unlink()


def nothing_yet(scene: Scene) -> None:
    no_backup(scene)
    no_database(scene)


def old_backup(scene: Scene) -> None:
    backed_up(scene, hours=72)


def moved_back(scene: Scene) -> None:
    """A dump of the PostgreSQL on which the bot ran for a while."""
    backup_file(scene.folder / "backups", scene.stage.deps.clock.now(), ".dump").touch()


def no_zones(_name: str) -> tzinfo:
    raise ZoneInfoNotFoundError


def odd_zones(_name: str) -> tzinfo:
    return UTC


def in_context(**changed: object) -> Callable[[Scene], None]:
    return lambda scene: scene.context.update(changed)


Case = tuple[Callable[[Scene], None], str, Verdict, str]
FAULTS: list[Case] = [
    (in_context(problems=["PORT: is none."]), "settings", WRONG, "PORT: is none."),
    (in_context(misspelt={"LABCAMP_CHANEL": "LABCAMP_CHANNEL"}), "settings", DOUBTFUL, "CHANNEL"),
    (set_to(database_url="postgresql://a.example/x"), "settings", DOUBTFUL, "?sslmode=require"),
    (readable, "settings", DOUBTFUL, "chmod 600 .env"),
    (answering("auth.test", "error:account_inactive"), "token", WRONG, "install the app anew"),
    (answering("auth.test", "500_before"), "token", WRONG, "Slack does not answer: http 500"),
    (answering("auth.test", "error:invalid_auth"), "channel", UNCHECKED, "bot token first"),
    (in_context(problems=["SLACK_BOT_TOKEN: no"]), "channel", UNCHECKED, "SLACK_BOT_TOKEN has"),
    (scopes(SCOPES - {"im:write", "files:read"}), "scopes", WRONG, "files:read, im:write"),
    (scopes(SCOPES | {"chat:write.public"}), "scopes", DOUBTFUL, "chat:write.public"),
    (scopes(SCOPES | {"groups:read", "groups:history"}), "scopes", WELL, "All that"),
    (by_sockets, "socket-mode", WELL, "can connect"),
    (set_to(slack_app_token="xapp-other"), "socket-mode", WRONG, "invalid_auth"),
    (of_another_app, "socket-mode", WRONG, "different apps: SLACK_APP_TOKEN to A0OTHER"),
    (by_sockets, "signing-secret", UNCHECKED, "Socket Mode"),
    (another_secret, "signing-secret", WRONG, "another signing secret"),
    (set_to(port=1), "signing-secret", UNCHECKED, "no bot runs at http://127.0.0.1:1"),
    (set_to(port=0), "signing-secret", UNCHECKED, "PORT=0"),
    (archived, "channel", WRONG, "is archived"),
    (without_the_bot, "channel", WRONG, "/invite @LabCamp"),
    (set_to(channel="labkamp"), "channel", WRONG, "labkamp (LABCAMP_CHANNEL) does not exist"),
    (set_to(channel=ORGA), "channel", UNCHECKED, "groups:read"),
    (set_to(channel=None), "channel", DOUBTFUL, "nothing can be announced"),
    (set_to(organizers=frozenset({GUSTAV})), "organizers", WRONG, f"{GUSTAV} (a guest)"),
    (set_to(organizers=frozenset({IDA})), "organizers", WRONG, f"{IDA} (deactivated)"),
    (set_to(organizers=frozenset({REMINDER_BOT})), "organizers", WRONG, "(a bot)"),
    (set_to(organizers=frozenset({FOREIGNER})), "organizers", WRONG, "(of another workspace)"),
    (set_to(organizers=frozenset({STRANGER})), "organizers", WRONG, "user_not_visible"),
    (set_to(organizers=frozenset({"U0NOBODY"})), "organizers", WRONG, "user_not_found"),
    (set_to(organizers=frozenset()), "organizers", WRONG, "Nobody organizes."),
    (answering("users.info", "429"), "organizers", UNCHECKED, "Slack said nothing"),
    (set_to(organizer_group="S0ORGA"), "group", WRONG, "free plan"),
    (group_of(GUSTAV), "group", WELL, "members: 1"),
    (group_of(), "group", DOUBTFUL, "Nobody is in S0ORGA"),
    (another_group, "group", WRONG, "no_such_subteam"),
    (answering("blocks.validate", "error:unknown_method"), "views", UNCHECKED, "blocks.validate"),
    (answering("blocks.validate", "429"), "views", UNCHECKED, "takes 0 of"),
    (no_database, "database", WELL, "the first start makes"),
    (no_folder, "database", WRONG, "can't be opened"),
    (damaged, "database", WRONG, "is damaged"),
    (damaged, "tables", UNCHECKED, "reached first"),
    (set_to(database_url="postgresql://127.0.0.1:1/x"), "database", WRONG, "connection failed"),
    (mounted("tmpfs"), "disk", WRONG, "(tmpfs)"),
    (mounted("nfs4"), "disk", WRONG, "network drive (nfs4)"),
    (in_context(mounts=Path("/none")), "disk", UNCHECKED, "does not say"),
    (no_database, "tables", WELL, "the first start makes them"),
    (at_revision("0003"), "tables", WELL, "the next start brings them to"),
    (at_revision("9999"), "tables", WRONG, "newer version (9999)"),
    (no_backup, "backups", DOUBTFUL, "python -m bot backup"),
    (nothing_yet, "backups", UNCHECKED, "nothing"),
    (old_backup, "backups", DOUBTFUL, "72 h old"),
    (damaged_backup, "backups", WRONG, "is damaged"),
    (moved_back, "backups", WELL, "1 h old"),
    (newer_backup, "backups", WRONG, "9999"),
    (set_to(backups=None), "backups", UNCHECKED, "Switched off"),
    (template("de/mail.txt.j2", "Betreff\n{{ name }}"), "templates", WELL, "can be used"),
    (template("en/mail.txt.j2", "S\n{{ titel }}"), "templates", WRONG,
     "en/mail.txt.j2, line 2: 'titel' is"),
    (template("de/mail.txt.j2", "{% if occasion == 'recap' and not talks %}{{ x.y }}{% endif %}"),
     "templates", WRONG, "de/mail.txt.j2, line 1: 'x' is undefined"),
    (template("de/social.txt.j2", "{% if"), "templates", WRONG, "de/social.txt.j2, line 1"),
    (template("de/mial.txt.j2", "x"), "templates", DOUBTFUL, "Perhaps de/mail.txt.j2 is meant"),
    (template("mail.txt.j2", "x"), "templates", DOUBTFUL, "mail.txt.j2 is meant"),
    (template("en/newsletter.md", "x"), "templates", DOUBTFUL, "en/newsletter.md.j2 is meant"),
    (leading_nowhere, "templates", WRONG, "mail.txt.j2 can’t be read"),
    (set_to(templates=Path("/none")), "templates", WRONG, "/none is not there"),
    (in_context(zone=no_zones), "time-zones", WRONG, "pip install tzdata"),
    (in_context(zone=odd_zones), "time-zones", WRONG, "no summer time"),
    (clock_off, "clock", WRONG, "180 minutes fast"),
    (set_to(clock_file=Path("clock")), "clock", UNCHECKED, "on purpose"),
    (set_to(port=1), "bot", UNCHECKED, "no bot runs at"),
    (set_to(public_url=None), "address", UNCHECKED, "subscribed"),
    (set_to(public_url="http://127.0.0.1:1"), "address", WRONG, "Nobody answers"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "name", "state", "words"), FAULTS)
async def test_each_fault_is_found_with_what_to_do(
    scene: Scene, fault: Callable[[Scene], None], name: str, state: Verdict, words: str
) -> None:
    fault(scene)
    found = await scene.finding(name)
    assert (found.state, words in f"{found.words} {found.advice}") == (state, True), found
    assert found.advice or state not in (DOUBTFUL, WRONG)


async def test_where_nothing_is_wrong_nothing_is_said_to_be_and_slack_only_looked_at(
    scene: Scene,
) -> None:
    found = await scene.findings()
    assert list(found) == [check.name for check in CHECKS]
    unchecked = {name for name, one in found.items() if one.state is not WELL}
    assert unchecked == {"app", "socket-mode", "group", "bot"}  # this one is starting for ever
    assert "print manifest.yaml" in found["app"].advice
    by_sockets(scene)
    await scene.findings("socket-mode")
    assert {call.method for call in scene.playground.calls} == {
        "apps.connections.open", "auth.test", "blocks.validate", "bots.info", "conversations.info",
        "users.info",
    }  # fmt: skip
    assert scene.playground.sockets.connected == 0


async def test_a_request_of_our_own_does_not_speak_for_slacks(scene: Scene) -> None:
    """Else nobody would be told of a secret that does not fit."""
    right = scene.playground.credentials
    scene.playground.credentials = replace(right, signing_secret="of yesterday")
    scene.playground.connect_http(f"{scene.stage.web_url}/slack/events")
    assert not (await scene.stage.anna.command("/labcamp next")).ok
    assert (await scene.finding("signing-secret")).state is WELL
    assert scene.stage.deps.learned.signatures.are_foreign


async def test_who_was_added_organizes_too(scene: Scene) -> None:
    sql(scene, "INSERT INTO members (user, reminders, organizer, since) VALUES ('U0X', 1, 1, 0)")
    scene.settings["organizers"] = frozenset()
    assert (await scene.finding("organizers")).state is WELL


async def test_no_file_is_made_and_none_is_changed(scene: Scene) -> None:
    def files() -> dict[str, tuple[int, bytes]]:
        found = (file for file in scene.folder.rglob("*") if file.is_file())
        return {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in found}

    before = files()
    await scene.findings("settings", "organizers", "database", "disk", "tables", "backups")
    assert files() == before
    with closing(sqlite3.connect(scene.file, isolation_level=None)) as bot:  # it runs, and writes
        bot.execute("BEGIN IMMEDIATE")
        before = files()
        assert (await scene.finding("tables")).state is WELL
        assert set(files()) == set(before)


@asynccontextmanager
async def somebody_else(text: str, status: int) -> AsyncIterator[int]:
    """A web server that answers everything so; its port."""
    elsewhere = {"Location": "https://example.org"} if status == 302 else {}

    async def handle(_request: web.Request) -> web.Response:
        return web.Response(text=text, status=status, headers=elsewhere)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


ILL = '{"ok": false, "reasons": ["Socket Mode is not connected"]}'


@pytest.mark.parametrize(
    ("text", "status", "name", "state", "words"),
    [
        ('{"ok": true, "reasons": []}', 200, "bot", WELL, "all is well"),
        ("Hallo", 200, "bot", DOUBTFUL, "Something else"),
        (ILL, 503, "bot", WRONG, "Socket Mode is not connected"),
        (ILL, 503, "address", WELL, "leads to the bot"),
        ("BEGIN:VCALENDAR\r\n", 200, "address", WELL, "leads to the bot"),
        ("Hallo", 404, "address", WRONG, "status 404"),
        ("", 302, "address", WRONG, "leads on to https://example.org"),
        ("Hallo", 200, "signing-secret", WRONG, "status 200"),
        ("starting", 503, "signing-secret", UNCHECKED, "just starting"),
    ],
)
async def test_what_answers_instead_of_a_well_bot_is_told_from_it(
    scene: Scene, text: str, status: int, name: str, state: Verdict, words: str
) -> None:
    async with somebody_else(text, status) as port:
        scene.settings.update(port=port, public_url=f"http://127.0.0.1:{port}")
        found = await scene.finding(name)
    assert (found.state, words in found.words) == (state, True), found
