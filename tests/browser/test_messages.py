"""What one does with a message: by its menu, as in Slack; and how a command is completed."""

import pytest
from playwright.async_api import Browser, expect

from playground.sample import ALLGEMEIN, BEN, CEM
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_own_message_is_edited_linked_to_and_deleted(visitor: Visitor) -> None:
    page, menu = visitor.page, visitor.page.locator("#menu")
    await visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await visitor.open(CEM, ALLGEMEIN)
    await visitor.write("Fragt @ben: https://example.org/a?b=1&c=2")
    said = page.locator(".channel .message", has_text="Fragt").last
    await said.get_by_role("button", name="Weitere Aktionen").click()
    await menu.get_by_role("button", name="Nachricht bearbeiten").click()
    field = page.get_by_role("textbox", name="Nachricht bearbeiten")
    await expect(field).to_have_value("Fragt @ben: https://example.org/a?b=1&c=2")
    await field.fill("Fragt lieber @ada")
    await visitor.named("button", "Speichern").click()
    await expect(said).to_contain_text("(bearbeitet)")
    await expect(said).to_contain_text("@Ada Organisatorin")

    await said.get_by_role("button", name="Weitere Aktionen").click()
    await menu.get_by_role("button", name="Link kopieren").click()
    await expect(page.locator("#news")).to_have_text("Link kopiert")
    link = await page.evaluate("navigator.clipboard.readText()")
    await page.goto("about:blank")
    await page.goto(link)
    await expect(page.locator("#thread .message")).to_contain_text("Fragt lieber")

    await page.locator("#thread").get_by_role("button", name="Weitere Aktionen").click()
    await menu.get_by_role("button", name="Nachricht löschen").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Nachricht löschen").click()
    await expect(page.locator(".message", has_text="Fragt lieber")).to_have_count(0)


async def test_whoever_reads_above_and_writes_sees_what_comes_of_it(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.open(CEM)
    # at once: the messages may be shown anew meanwhile
    await page.evaluate("document.querySelector('#stage .message').scrollIntoView()")
    await visitor.write("/labcamp trmine")
    await expect(page.get_by_role("button", name="Ja: termine").last).to_be_in_viewport()


async def test_an_emoji_is_found_by_keyboard_and_nobody_is_kept_out_of_the_menus(
    visitor: Visitor,
) -> None:
    page, keys, found = visitor.page, visitor.page.keyboard, []
    await visitor.open(BEN)
    announced = page.locator(".channel .message", has_text="Kommt vorbei!").last
    await announced.get_by_role("button", name="Reagieren").focus()
    await keys.press("Enter")
    found += await visitor.violations()
    await keys.type("rock")
    await keys.press("Enter")
    await expect(announced.locator(".reaction", has_text="🚀")).to_contain_text("1")
    await announced.get_by_role("button", name="Weitere Aktionen").focus()
    await keys.press("Enter")
    found += await visitor.violations()
    await page.get_by_role("button", name="Text für Screenreader zeigen").press("Enter")
    await expect(announced.locator(".spoken")).to_contain_text("Vorgelesen wird: LabCamp#11")
    await announced.get_by_role("button", name="Weitere Aktionen").press("Enter")
    await expect(page.get_by_role("button", name="Nachricht löschen")).to_have_count(0)
    await keys.press("Escape")
    await expect(announced.get_by_role("button", name="Weitere Aktionen")).to_be_focused()
    assert found == []


async def test_a_command_is_completed_with_how_it_is_written(visitor: Visitor) -> None:
    page, keys = visitor.page, visitor.page.keyboard
    await visitor.open(BEN)
    await page.locator("#text").press_sequentially("/la")
    await expect(page.locator("#slash")).to_contain_text("nächstes | termine")
    assert await visitor.violations() == []
    await page.locator("#slash button").focus()
    await keys.press("Enter")
    await expect(page.locator("#text")).to_have_value("/labcamp ")
    await expect(page.locator("#text")).to_be_focused()
    await keys.type("hilfe")
    await keys.press("Enter")
    await expect(page.locator("#slash")).to_be_hidden()
    await expect(page.locator(".ephemeral").last).to_contain_text("LabCamp")


async def test_on_a_touch_screen_the_buttons_of_a_message_stand_below_it(
    browser: Browser, page_address: str
) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    async with Visitor.of(browser, page_address, **phone) as visitor:
        await visitor.open(BEN)
        said = visitor.page.locator(".channel .message", has_text="Kommt vorbei!")
        announced = said.filter(has=visitor.page.locator(".message-tools")).last
        await expect(announced.locator(".message-tools")).to_be_visible()
        # found and measured at once: the page may show the message anew in between
        width, bottom, below = await visitor.page.evaluate(
            """() => {
              const all = [...document.querySelectorAll(".channel .message:has(.message-tools)")];
              const announced = all.findLast((one) => one.textContent.includes("Kommt vorbei!"));
              const box = (part) => announced.querySelector(part).getBoundingClientRect();
              return [box(".body").width, box(".body").bottom, box(".message-tools").top];
            }"""
        )
        assert width > 250
        assert below >= bottom
        await announced.get_by_role("button", name="Weitere Aktionen").tap()
        await expect(visitor.page.locator("#menu")).to_contain_text("Link kopieren")
        assert await visitor.violations() == []
