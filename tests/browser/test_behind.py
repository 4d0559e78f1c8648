"""The clock, a second window and the curtain in a real browser."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from playground.sample import ADA, ALLGEMEIN, ANNA, FRANCES, LABCAMP
from tests.browser.visitor import Visitor
from tests.waiting import HANG

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def afterwards(visitor: Visitor) -> AsyncIterator[None]:
    """Others find the clock as it was."""
    yield
    async with aiohttp.ClientSession() as session:
        deed = {"user": ADA, "do": "clock"}
        await session.post(f"{visitor.address}/page/act", json=deed)


async def second_window(visitor: Visitor, user: str, place: str = LABCAMP) -> Page:
    page = await visitor.context.new_page()
    await page.goto(f"{visitor.address}/#{user}/{place}")
    await expect(page.locator("nav a[aria-current]")).to_be_visible()
    return page


@pytest.mark.usefixtures("afterwards")
async def test_a_reminder_is_some_clicks_away_and_seen_wherever_one_is(visitor: Visitor) -> None:
    await visitor.open(ANNA)
    await visitor.write("/labcamp zusage")
    await expect(visitor.page.locator(".ephemeral").last).to_contain_text("dabei")
    ada = await second_window(visitor, ADA, ALLGEMEIN)
    await expect(ada.locator(".present")).to_contain_text("Anna Stadtlabor")
    arrival = ada.locator(".arrival", has_text="Anna Stadtlabor")
    async with asyncio.timeout(HANG):
        while not await arrival.count():
            await ada.locator(".clock-next:enabled").click()
            await expect(ada.locator(".clock-news")).to_contain_text("Jetzt ist")
    unread = visitor.page.locator("nav [data-key=dm] .unread")
    await expect(unread).to_contain_text("an dich")
    await ada.locator(f"nav [data-key='letter {ANNA}']").click()
    await expect(ada.locator("#who")).to_have_value(ANNA)
    await expect(ada.locator("#stage")).to_contain_text("Morgen ist es so weit")
    await expect(unread).to_have_count(0)  # she saw it, in whichever window


async def test_a_file_is_opened_and_a_date_seen_from_elsewhere(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.open(ADA)
    await visitor.write("/labcamp export 11")
    await expect(page.locator(".arrival")).to_be_visible()
    await visitor.open(ADA, "dm")
    await page.locator("button.file").last.click()
    await expect(page.get_by_role("columnheader", name="Antwort", exact=True)).to_be_visible()
    await expect(page.get_by_role("cell", name="Dora Hochschule")).to_be_visible()
    assert await visitor.violations() == []
    await page.keyboard.press("Escape")
    await expect(page.locator(".file-view")).to_have_count(0)
    await page.locator(".clock-face").click()
    shown = await page.locator(".clock-face").inner_text()
    for zone in ("Asia/Tokyo", "Europe/Berlin"):
        await page.get_by_label("Zeitzone von Ada Organisatorin").select_option(zone)
        await expect(page.locator("#clock-zone")).to_have_value(zone)
        await expect(page.locator(".clock-face")).not_to_have_text(shown)
        shown = await page.locator(".clock-face").inner_text()


async def test_rich_text_is_made_with_buttons_and_keys(visitor: Visitor) -> None:
    page, keys = visitor.page, visitor.page.keyboard
    await visitor.open(ADA)
    await page.locator("nav [data-key=announce]").click()
    field = page.locator("#modal .editor textarea")
    await field.fill("Kommt vorbei\nKuchen\nKaffee")
    await field.evaluate("field => field.setSelectionRange(0, 5)")
    await keys.press("Control+b")
    await field.evaluate("field => field.setSelectionRange(8, 14)")
    await visitor.named("button", "Link").click()
    await keys.type("https://example.org")
    await field.evaluate("field => field.setSelectionRange(40, field.value.length)")
    await visitor.named("button", "Liste").click()
    await expect(field).to_have_value("*Kommt* [vorbei](https://example.org)\n• Kuchen\n• Kaffee")
    await page.locator("#modal [data-key=submit]").click()
    preview = page.locator("#modal")
    await expect(preview.locator("strong, b", has_text="Kommt")).to_be_visible()
    await expect(visitor.named("link", "vorbei")).to_have_attribute("href", "https://example.org")
    await expect(preview).to_contain_text("• Kuchen")
    await keys.press("Escape")


async def test_the_curtain_is_closed_until_somebody_opens_it(visitor: Visitor) -> None:
    page, keys = visitor.page, visitor.page.keyboard
    await visitor.open(FRANCES)
    await expect(page.locator("#curtain")).to_be_hidden()
    await visitor.write("/labcamp next")
    await page.locator("#curtain-button").focus()
    await keys.press("Enter")
    row = page.locator(".exchanges > li", has_text="/labcamp next").first
    await expect(row).to_contain_text("Frances Civic Lab")
    await row.locator("summary").first.click()
    await expect(row.locator(".json").first).to_contain_text("slash_commands")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked = page.locator(".exchanges > li", has_text="users.info").first
    await asked.locator("summary").first.click()
    await asked.get_by_role("button", name="Copy as curl").click()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("curl ")
    assert "Bearer $SLACK_BOT_TOKEN" in copied
    assert copied.endswith("/api/users.info'") or "/api/users.info?" in copied
    await page.get_by_label("Person").select_option(ANNA)
    await expect(row).to_be_hidden()
    slow = page.get_by_role("switch", name="Slow Slack")
    await slow.check()
    await expect(page.locator("#curtain-button .unread")).to_contain_text("1")
    await slow.uncheck()
    await expect(page.locator("#curtain-button .unread")).to_have_count(0)
    await keys.press("Escape")
    await expect(page.locator("#curtain")).to_be_hidden()
    await expect(page.locator("#curtain-button")).to_be_focused()


async def test_neither_clock_nor_curtain_keeps_anybody_out(visitor: Visitor) -> None:
    page, found = visitor.page, []
    await visitor.open(FRANCES)
    await visitor.write("/labcamp next")
    await page.locator("#curtain-button").click()
    await page.locator(".exchanges summary").first.click()
    await page.locator(".clock-face").click()
    await expect(page.locator("#clock-panel")).to_be_visible()
    for width in (320, 1280):
        await visitor.size(width)
        await visitor.prefer("dark" if width == 320 else "light")
        found += [f"{width} {one}" for one in await visitor.violations()]
        assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert found == []
