"""What lies on top of the page: forms over forms, and menus of actions, as in Slack."""

import pytest
from playwright.async_api import expect

from playground.sample import ADA
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_form_over_a_form_goes_back_by_its_arrow_and_both_close_by_the_cross(
    visitor: Visitor,
) -> None:
    page, form = visitor.page, visitor.page.locator("#modal")
    await visitor.open(ADA)
    await page.locator("nav [data-key=new_event]").click()
    await expect(visitor.named("button", "Einen Schritt zurück")).to_have_count(0)
    await form.locator("textarea").first.fill("LabCamp#42: Daten teilen")
    await form.locator("[data-key=submit]").click()
    await expect(form.locator("input").first).to_have_value("42")
    await visitor.named("button", "Einen Schritt zurück").click()
    await expect(form.locator("textarea").first).to_have_value("LabCamp#42: Daten teilen")
    await form.locator("[data-key=submit]").click()
    await expect(form.locator("input").first).to_have_value("42")
    assert await visitor.violations() == []
    await visitor.named("button", "Alle Fenster schließen").click()
    await expect(page.locator("#modal[open]")).to_have_count(0)
    await expect(page.locator("nav [data-key=new_event]")).to_be_focused()


async def test_a_menu_of_actions_is_opened_chosen_from_and_closed_by_keyboard(
    visitor: Visitor,
) -> None:
    page, keys = visitor.page, visitor.page.keyboard
    await visitor.open(ADA)
    await visitor.write("/labcamp show 11")
    menu = page.locator(".ephemeral").last.locator("details.menu")
    # it is a button, and nothing of what is behind the curtain
    await expect(menu.locator("summary")).to_have_css("border-top-style", "solid")
    await menu.locator("summary").focus()
    await keys.press("Enter")
    await expect(menu.get_by_role("button").first).to_be_visible()
    await keys.press("Escape")
    await expect(menu).not_to_have_attribute("open", "")
    await expect(menu.locator("summary")).to_be_focused()
    await keys.press("Enter")
    await keys.press("Tab")
    await expect(menu.get_by_role("button").first).to_be_focused()
    await page.locator("#text").click()
    await expect(menu).not_to_have_attribute("open", "")
    await menu.locator("summary").click()
    await menu.get_by_role("button", name="Bearbeiten").press("Enter")
    await expect(page.locator("#modal-title")).to_have_text("LabCamp#11 bearbeiten")
    await expect(menu).not_to_have_attribute("open", "")
    await keys.press("Escape")
    await expect(page.locator("#modal[open]")).to_have_count(0)
    await expect(menu.locator("summary")).to_be_focused()


async def test_on_a_phone_a_button_shows_who_got_what(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.size(320)
    await visitor.open(ADA)
    company = page.locator("#company")
    await expect(company).to_be_hidden()
    await page.locator("[data-key=company]").click()
    await expect(company).to_contain_text("Wer was bekam")
    await expect(company).to_contain_text("Offene Fenster")
    assert await visitor.violations() == []
    letter = company.locator(".letter").first
    whose = await letter.locator("b").text_content()
    await letter.click()
    await expect(page.locator("#who option:checked")).to_contain_text(
        (whose or "").rstrip("0123456789")
    )
    await expect(company).to_be_hidden()
