"""The page in a real browser: its languages, its forms, its keys, and for whom it is usable."""

import asyncio

import pytest
from playwright.async_api import expect

from playground.sample import ADA, ANNA, FRANCES, LABCAMP
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASKED = {
    "title": {"type": "plain_text", "text": "Sicher?"},
    "text": {"type": "mrkdwn", "text": "*Alles* weg."},
    "confirm": {"type": "plain_text", "text": "Ja"},
    "deny": {"type": "plain_text", "text": "Nein"},
}


async def test_the_page_speaks_german_to_anna_and_english_to_frances(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.open(ANNA)
    await expect(visitor.named("button", "Senden")).to_be_visible()
    await visitor.named("combobox", "Ich bin").select_option(FRANCES)
    await expect(visitor.named("button", "Send")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en-US")
    await expect(page).to_have_title("LabCamp playground")
    for place in (LABCAMP, "home", "dm"):
        await visitor.open(FRANCES, place)
        said = await page.locator("body").inner_text()
        for german in (
            "Kanäle",
            "Kanal verlassen",
            "Startseite",
            "Mitglieder",
            "Direktnachrichten",
            "verbunden",
        ):
            assert german not in said


async def test_a_form_is_opened_filled_in_and_closed_by_keyboard_alone(visitor: Visitor) -> None:
    page, keys = visitor.page, visitor.page.keyboard
    await visitor.open(ANNA)
    await keys.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await keys.press("Enter")
    await keys.type("/labcamp kb add")
    await keys.press("Enter")
    await expect(page.locator("#modal[open]")).to_be_visible()
    await keys.type("kein Link")
    await page.locator("#modal [data-key=submit]").focus()
    await keys.press("Enter")
    await expect(page.locator("#modal [aria-invalid]").first).to_be_focused()
    await keys.press("Escape")
    await expect(page.locator("#modal[open]")).to_have_count(0)
    await expect(page.locator("#text")).to_be_focused()


async def test_a_form_begins_at_its_top_and_so_does_the_next_one(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.open(ADA)
    await visitor.size(800, 400)
    await page.locator("nav [data-key=new_event]").click()
    await page.locator("#modal textarea").first.fill("LabCamp#42: Daten teilen\n14.01., 15-18 Uhr")
    await page.locator("#modal").evaluate("box => { box.scrollTop = box.scrollHeight }")
    await page.locator("#modal [data-key=submit]").click()
    await expect(page.locator("#modal input").first).to_have_value("42")
    assert await page.locator("#modal").evaluate("box => box.scrollTop") == 0
    top = await page.locator("#modal").get_attribute("data-view")
    await visitor.named("button", "Abbrechen").click()
    await expect(page.locator("#modal")).not_to_have_attribute("data-view", top or "")
    await visitor.named("button", "Abbrechen").click()  # the one below
    await expect(page.locator("#modal[open]")).to_have_count(0)
    await expect(page.locator("nav [data-key=new_event]")).to_be_focused()


async def test_what_is_asked_back_is_answered_by_keyboard_too(visitor: Visitor) -> None:
    page, keys = visitor.page, visitor.page.keyboard
    await visitor.open(ANNA)
    await page.locator("#text").focus()
    for key, answer in (("Escape", False), ("Enter", False), ("Tab+Enter", True)):
        asking = page.evaluate(
            "async asked => (await import('/page/confirm.js')).confirmed(asked, { emoji: {} })",
            ASKED,
        )
        answered = asyncio.ensure_future(asking)
        await expect(
            page.get_by_role("alertdialog", name="Sicher?")
        ).to_have_accessible_description("Alles weg.")
        await expect(visitor.named("button", "Nein")).to_be_focused()
        for each in key.split("+"):
            await keys.press(each)
        assert await answered is answer
        await expect(page.locator("#text")).to_be_focused()


@pytest.mark.parametrize("width", [320, 400])
async def test_the_header_is_one_line_on_a_phone(visitor: Visitor, width: int) -> None:
    await visitor.size(width)
    await visitor.open(ANNA)
    header = await visitor.page.locator("header").bounding_box()
    places = await visitor.page.locator("nav").bounding_box()
    assert header is not None
    assert places is not None
    assert header["height"] + places["height"] < 100
    assert await visitor.page.evaluate("document.documentElement.scrollWidth") == width


async def test_no_place_keeps_anybody_out_in_light_or_dark(visitor: Visitor) -> None:
    page, found = visitor.page, []

    async def look(what: str) -> None:
        nonlocal found
        found += [f"{what}, light: {one}" for one in await visitor.violations()]
        await visitor.prefer("dark")  # in which nothing but the colours is different
        found += [f"{what}, dark: {one}" for one in await visitor.violations("color-contrast")]
        await visitor.prefer("light")

    for user, place in ((ANNA, LABCAMP), (FRANCES, "dm"), (ADA, "home")):
        await visitor.open(user, place)
        if place == LABCAMP:
            await visitor.write("/labcamp next")
            await expect(page.locator(".ephemeral").last).to_be_visible()
        for width in (320, 768, 1600):
            await visitor.size(width)
            await look(f"{place} at {width}")
    await page.locator("nav [data-key=new_event]").click()
    await expect(page.locator("#modal[open]")).to_be_visible()
    await look("a form")
    assert found == []
    await page.keyboard.press("Escape")
