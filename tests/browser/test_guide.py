"""The guide: six steps, shown by a click or done by oneself."""

import sys
import time
from collections.abc import Callable

import pytest
from playwright.async_api import expect

from playground.sample import ADA, ANNA, EMIL
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_newcomer_who_only_clicks_has_seen_the_best_of_it(
    newcomer: Visitor,
    record_property: Callable[[str, object], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    page, began = newcomer.page, time.monotonic()
    await page.goto(newcomer.address)
    await expect(page.locator("#who")).to_have_value(ANNA)
    for number in range(1, 7):
        await page.locator("#guide li button.primary").click()
        await expect(page.locator("#guide li.done")).to_have_count(number)
        await expect(page.locator("#guide button:disabled")).to_have_count(0)
    seconds = time.monotonic() - began
    record_property("seen", f"all six steps in {seconds:.0f} seconds")
    with capsys.disabled():
        sys.stdout.write(f"\nall six steps of the guide in {seconds:.0f} s, of 120\n")

    await expect(page.locator("#guide")).to_contain_text("6 von 6")
    await expect(page.locator("#who")).to_have_value(ADA)
    said = page.locator(".channel .message")
    # Ada is told of it, too, before it stands there or after
    twelfth = said.filter(has_text="LabCamp#12: Beteiligung, die bleibt")
    talk = "Vom Workshop in die Verwaltung – Robin Beispiel"
    await expect(twelfth.filter(has_text=talk)).to_be_visible()
    await expect(said.last).to_contain_text("Bald ist es so weit: LabCamp#11")
    await newcomer.open(ANNA)
    eleventh = said.filter(has_text="Kommt vorbei!").filter(has=page.locator(".actions"))
    await expect(eleventh).to_contain_text("✅ 3 · 🤔 2")  # she said yes, and then maybe
    await expect(said.filter(has_text="Gesucht habe ich nach „Lebenszyklus“.")).to_have_count(1)


async def test_what_one_does_oneself_is_ticked_off_too_and_the_guide_can_be_put_away(
    visitor: Visitor,
) -> None:
    page, ticked = visitor.page, visitor.page.locator("#guide li.done")
    await visitor.open(EMIL)
    await expect(ticked).to_have_count(0)
    await visitor.write("/labcamp nächstes")
    await expect(ticked).to_have_text(["✓erledigt: Was steht an?Was steht an?"])
    announced = page.locator(".channel .message", has_text="Kommt vorbei!").last
    await announced.locator(".reaction", has_text="✅").click()
    await expect(ticked).to_have_count(2)
    await page.get_by_role("button", name="Diesen Rundgang auf Englisch lesen").click()
    await expect(page.locator("#guide")).to_contain_text("2 of 6")
    await page.reload()
    await expect(page.locator("#guide")).to_contain_text("2 of 6")
    await visitor.named("button", "Close the guide").click()
    await expect(page.locator("#guide")).to_be_hidden()
    await expect(page.locator("nav [data-key=guide]")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(ticked).to_have_count(2)


async def test_on_a_phone_the_guide_is_a_bar_that_unfolds(visitor: Visitor) -> None:
    page, found = visitor.page, []
    await visitor.size(320, 640)
    await visitor.open(ANNA)
    bar = await page.locator("#guide").bounding_box()
    assert bar is not None
    assert bar["height"] < 60
    for scheme in ("light", "dark"):
        await visitor.prefer("light" if scheme == "light" else "dark")
        await page.get_by_role("button", name="Alle Schritte").click()
        found += await visitor.violations()
    await expect(page.locator("#guide li").last).to_be_hidden()
    assert found == []
