"""The pictures of the README, made from the running playground: `make pictures`.

They show what the views say; `tests/test_pictures.py` notices when those have changed since.
"""

import asyncio
import hashlib
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Error, Locator, async_playwright, expect

from playground.sample import ADA, ANNA
from tests.browser.visitor import Visitor
from tests.playground_process import ROOT, address, started
from tests.waiting import HANG

FOLDER = ROOT / "docs" / "pictures"
STAMP = FOLDER / "made-from.txt"
# What they are made of: how all views look, and the page that shows them.
SOURCES = ("tests/views/__snapshots__", "playground/page", "playground/sample.yaml")
INVITATION = (
    "LabCamp#12: Beteiligung, die bleibt\n14. Januar 2027, 15–18 Uhr, online\n"
    "Ausgerichtet von: Labor Musterstadt\n\n"
    "Impulse:\n• Vom Workshop in die Verwaltung – Robin Beispiel, Labor Musterstadt"
)


def digest() -> str:
    """What the pictures are made of, in a few signs."""
    found = hashlib.sha256()
    for source in SOURCES:
        root = ROOT / source
        for file in sorted([root] if root.is_file() else root.rglob("*.*")):
            found.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]


async def _channel(visitor: Visitor) -> Locator:
    await visitor.size(1280, 800)
    await visitor.open(ANNA)
    await expect(visitor.page.locator("#guide li")).to_have_count(6)
    return visitor.page.locator("body")


async def _announcement(visitor: Visitor) -> Locator:
    await visitor.page.locator("[data-key='guide close']").click()
    await visitor.size(1000, 1000)
    return visitor.page.locator(".channel .message", has_text="Kommt vorbei!").last


async def _card(visitor: Visitor) -> Locator:
    await visitor.write("/labcamp nächstes")
    return visitor.page.locator(".ephemeral").last


async def _search(visitor: Visitor) -> Locator:
    await visitor.write("/labcamp wissen Lebenszyklsu")
    found = visitor.page.locator(".ephemeral", has_text="Gesucht habe ich nach")
    await expect(found).to_have_count(1)
    return found


async def _invitation(visitor: Visitor) -> Locator:
    await visitor.size(1000, 1100)
    await visitor.open(ADA)
    await visitor.page.locator("nav [data-key=new_event]").click()
    await visitor.page.locator("#modal textarea").first.fill(INVITATION)
    await visitor.page.locator("#modal [data-key=submit]").click()
    form = visitor.page.locator("#modal")
    await expect(form.locator("input").first).to_have_value("12")
    return form


async def _home(visitor: Visitor) -> Locator:
    await visitor.open(ADA, "home")
    await expect(visitor.page.locator("#stage")).to_contain_text("LabCamp#11")
    return visitor.page.locator("#stage")


async def _reminder(visitor: Visitor) -> Locator:
    await visitor.page.keyboard.press("Escape")
    await visitor.open(ANNA)
    await visitor.write("/labcamp zusage")
    await expect(visitor.page.locator(".ephemeral").last).to_contain_text("dabei")
    await visitor.open(ANNA, "dm")
    reminder = visitor.page.locator(".message", has_text="Morgen ist es so weit")
    async with asyncio.timeout(HANG):
        while not await reminder.count():
            await visitor.page.locator(".clock-next:enabled").click()
            await expect(visitor.page.locator(".clock-news")).to_contain_text("Jetzt ist")
    await visitor.open(ANNA, "dm")  # what others got is announced no more
    return reminder.last


PICTURES: dict[str, Callable[[Visitor], Awaitable[Locator]]] = {
    "playground": _channel,
    "announcement": _announcement,
    "card": _card,
    "search": _search,
    "home": _home,
    "invitation": _invitation,
    "reminder": _reminder,
}


async def make() -> None:
    """Make all of them anew."""
    path = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("needs Chromium")
    FOLDER.mkdir(exist_ok=True)
    process = await started(ROOT, "--port", "0", module="tests.browser.patient_playground")
    try:
        url = await address(process)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=path, args=["--lang=de-DE"], env={"LANGUAGE": "de"}
            )
            async with Visitor.of(browser, url) as visitor:
                for name, show in PICTURES.items():
                    shown = await show(visitor)
                    await expect(shown).to_be_visible()
                    while not await _taken(shown, FOLDER / f"{name}.png"):
                        pass
    finally:
        process.send_signal(signal.SIGINT)
        await process.communicate()
    STAMP.write_text(f"{digest()}\n", "utf-8")


async def _taken(shown: Locator, file: Path) -> bool:
    """Whether it was there long enough: the page may show it anew meanwhile."""
    try:
        await shown.screenshot(path=file, animations="disabled")
    except Error as error:
        if "not attached" in str(error):
            return False
        raise
    return True


if __name__ == "__main__":
    asyncio.run(make())
