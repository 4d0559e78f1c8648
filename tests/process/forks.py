"""Starts many bots quickly: one process imports everything once, and forks for each.

`python -m tests.process.forks SOCKET`. Whoever connects writes one line of JSON, and is told what
becomes of the process: "stopped", then "ended 0". When the asker goes away, so does the process;
when the standard input ends, everything does.
"""

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
from datetime import date
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config  # noqa: F401  # so that no fork needs to import it again

import bot.app
import bot.cli.playground
import tests.browser.patient_playground  # noqa: F401  # as slow as the machine may be
from bot.__main__ import begin
from bot.cli import main as command_line
from bot.domain.languages import LANGUAGES
from bot.locales import texts
from bot.views.dates import day_in_words
from tests.patience import be_patient
from tests.process.stopping import Step, stop_at


class Forks:
    """The processes that run, and who asked for each."""

    def __init__(self, server: socket.socket, signals: socket.socket) -> None:
        self._server, self._signals = server, signals
        self._askers: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        for source, act in (
            (server, self._start),
            (signals, self._look),
            (sys.stdin, self._end),
        ):
            self._selector.register(source, selectors.EVENT_READ, act)

    def serve(self) -> None:
        """Do what comes, until the standard input ends."""
        while True:
            for key, _ in self._selector.select():
                key.data(key.fileobj)

    def _start(self, server: socket.socket) -> None:
        asker, _ = server.accept()
        asked = json.loads(asker.makefile("rb").readline())
        pid = os.fork()
        if pid == 0:
            for one in (server, asker, self._signals, *self._askers.values()):
                one.close()
            self._selector.close()
            _run(asked)
        self._askers[pid] = asker
        self._selector.register(asker, selectors.EVENT_READ, self._asker_left)
        _tell(asker, f"started {pid}")

    def _look(self, signals: socket.socket) -> None:
        signals.recv(1000)
        while self._askers:
            pid, status = os.waitpid(-1, os.WNOHANG | os.WUNTRACED)
            if pid == 0:
                break
            if os.WIFSTOPPED(status):
                _tell(self._askers[pid], "stopped")
                continue
            asker = self._askers.pop(pid)
            with contextlib.suppress(KeyError):  # it left before
                self._selector.unregister(asker)
            _tell(asker, f"ended {os.waitstatus_to_exitcode(status)}")
            asker.close()

    def _asker_left(self, asker: socket.socket) -> None:
        for pid, one in self._askers.items():
            if one is asker:
                os.kill(pid, signal.SIGKILL)
        self._selector.unregister(asker)

    def _end(self, _: Any) -> None:
        for pid in self._askers:
            os.kill(pid, signal.SIGKILL)
        raise SystemExit


def _tell(asker: socket.socket, line: str) -> None:
    with contextlib.suppress(OSError):  # who left is told nothing
        asker.sendall(f"{line}\n".encode())


def _run(asked: dict[str, Any]) -> None:
    """Be `python -m bot` with these arguments, in this folder, with this environment."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        if asked["stop"]:
            stop_at(Step(**asked["stop"]))
        begin()
        command_line(asked["arguments"], prog_name="python -m bot")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def main(path: str) -> None:
    """Listen at `path`."""
    be_patient()
    for language in LANGUAGES:
        day_in_words(date.max, texts(language))  # reads what is known of the language's dates, too
    bot.app.loop_factory()
    gc.freeze()  # else each fork's first collection would copy all of this
    signals, waker = socket.socketpair()
    waker.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{path}.new")
        server.listen()
        Path(f"{path}.new").rename(path)  # whoever sees it can connect
        Forks(server, signals).serve()


if __name__ == "__main__":
    main(sys.argv[1])
