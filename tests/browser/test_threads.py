"""Threads in a pane beside the channel, as in Slack."""

import pytest
from playwright.async_api import expect

from playground.sample import ALLGEMEIN, ANNA, FRANCES
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_thread_is_opened_replied_to_and_closed_by_escape(visitor: Visitor) -> None:
    page, pane = visitor.page, visitor.page.locator("#thread")
    await visitor.open(ANNA, ALLGEMEIN)
    await visitor.write("Wer kommt mit zum Bahnhof?")
    asked = page.locator(".channel .message", has_text="Bahnhof").last
    await asked.get_by_role("button", name="Im Thread antworten").click()
    await expect(pane).to_be_visible()
    await expect(page.locator("#thread-text")).to_be_focused()
    for text, also in (("Ich nicht", False), ("Doch, ich", True)):
        await pane.get_by_label("Auch an #allgemein senden").set_checked(also)
        await page.fill("#thread-text", text)
        await page.press("#thread-text", "Enter")
        await expect(pane.locator(".message", has_text=text)).to_be_visible()
    await page.fill("#thread-text", "/labcamp next")
    await page.press("#thread-text", "Enter")
    await expect(pane.get_by_role("alert")).to_contain_text("Befehle")
    await expect(page.locator(".channel .message", has_text="Ich nicht")).to_have_count(0)
    await expect(page.locator(".channel .message", has_text="Doch, ich")).to_contain_text("Thread")
    await page.keyboard.press("Escape")
    await expect(pane).to_be_hidden()
    await expect(asked.get_by_role("button", name="Im Thread antworten")).to_be_focused()
    await asked.get_by_role("button", name="2 Antworten").click()
    await expect(pane.locator(".message")).to_have_count(3)


async def test_on_a_phone_a_thread_takes_the_channels_place_and_keeps_nobody_out(
    visitor: Visitor,
) -> None:
    page = visitor.page
    await visitor.size(320)
    await visitor.open(FRANCES, ALLGEMEIN)
    await visitor.write("Hello")
    said = page.locator(".channel .message", has_text="Hello").last
    await said.get_by_role("button", name="Reply in thread").click()
    await expect(page.locator("#composer")).to_be_hidden()
    assert await visitor.violations() == []
    await visitor.size(1600)
    assert await visitor.violations() == []
    await visitor.size(320)
    await visitor.named("button", "Close thread").click()
    await expect(page.locator("#composer")).to_be_visible()
