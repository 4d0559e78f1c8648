"""The playground as a newcomer has it, and a browser in which its page is open."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.visitor import Visitor
from tests.playground_process import ROOT, address, started
from tests.waiting import HANG

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def _chromium() -> str:
    """The system's browser; without one, a test is skipped here, and fails in CI."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    missing = "needs Chromium: apt-get install chromium fonts-noto-color-emoji"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of this process."""
    path = _chromium()
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path)
        yield launched
        await launched.close()


@asynccontextmanager
async def _playground() -> AsyncIterator[str]:
    process = await started(ROOT, "--port", "0", module="tests.browser.patient_playground")
    try:
        yield await address(process)
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = await asyncio.wait_for(process.communicate(), HANG)
        assert b"Traceback" not in said, said.decode()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def page_address(browser: Browser) -> AsyncIterator[str]:
    """Where the page of a real playground is, one for all tests of this process.

    It asks for the browser, so that nothing is started where there is none.
    """
    async with _playground() as found:
        yield found


@asynccontextmanager
async def _visiting(browser: Browser, page_address: str) -> AsyncIterator[Visitor]:
    async with Visitor.of(browser, page_address) as visitor:
        yield visitor
        assert visitor.errors == []
        assert visitor.asked_elsewhere == []


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(browser: Browser, page_address: str) -> AsyncIterator[Visitor]:
    """Somebody who opens the page; whatever they do, nothing is asked of another machine."""
    async with _visiting(browser, page_address) as visitor:
        yield visitor


@pytest_asyncio.fixture(loop_scope="session")
async def newcomer(browser: Browser) -> AsyncIterator[Visitor]:
    """The first visitor of a playground that was just started, and is theirs alone."""
    async with _playground() as found, _visiting(browser, found) as visitor:
        yield visitor
