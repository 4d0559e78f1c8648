"""The gallery of views in a real browser: all of it is shown, and it fits on a phone."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.visitor import Visitor
from tests.gallery.page import page
from tests.gallery.snapshots import paired, written_down

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOW = written_down()
CHANGED = "test_views/test_a_view_looks_as_it_did[thanks].json"
NEW = "test_views/test_a_view_looks_as_it_did[greeting].json"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def reviewer(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Visitor]:
    """Somebody who looks at a change of one message, in a file that nobody serves."""
    before = {path: payloads for path, payloads in NOW.items() if path != NEW}
    old = {lang: one | {"blocks": [{"type": "divider"}]} for lang, one in NOW[CHANGED].items()}
    file = tmp_path_factory.mktemp("gallery") / "gallery.html"
    file.write_text(page(paired(NOW, before | {CHANGED: old}), "main"), "utf-8")
    async with Visitor.of(browser, file.as_uri()) as visitor:
        visitor.page.on("console", lambda said: visitor.errors.append(said.text))
        await visitor.size(1600)
        await visitor.page.goto(file.as_uri())
        await expect(visitor.page.locator("section > article").first).to_be_attached()
        yield visitor
        assert visitor.errors == []
        assert visitor.asked_elsewhere == []


async def test_what_is_different_is_seen_first_before_beside_after(reviewer: Visitor) -> None:
    page = reviewer.page
    await expect(page.locator("#summary")).to_have_text("Since main: 1 changed, 1 new, 0 gone")
    shown = page.locator("section > article")
    await expect(shown).to_have_count(2)
    changed = shown.filter(has=page.locator("mark.changed"))
    captions = ["Deutsch, before", "Deutsch, now", "English, before", "English, now"]
    await expect(changed.locator("figcaption")).to_have_text(captions)
    await expect(changed.locator("ins").first).not_to_be_empty()
    await page.get_by_label("what screen readers say").check()
    await expect(changed.locator(".spoken").last).to_contain_text("Read out is:")
    await page.get_by_label("only what is different").uncheck()
    await expect(shown).to_have_count(len(NOW))
    await page.get_by_label("Find").fill("Vielen Dank")
    assert 0 < await shown.count() < len(NOW)


async def test_all_of_it_is_known_and_fits_on_a_phone_and_keeps_nobody_out(
    reviewer: Visitor,
) -> None:
    page = reviewer.page
    await page.get_by_label("Width").select_option("phone")
    await page.get_by_label("Find").fill("")
    await page.get_by_label("only what is different").uncheck()
    await expect(page.locator(".cell")).to_have_count(2 * (len(NOW) + 1))
    assert await page.locator(".unknown").all_text_contents() == []
    too_wide = await page.locator(".phone .screen").evaluate_all(
        """screens => screens.filter((one) => one.scrollWidth > one.clientWidth)
          .map((one) => one.closest("article").id)"""
    )
    assert too_wide == []
    await page.get_by_label("Find").fill("LabCamp#11 absagen")
    assert await page.locator(".phone dialog, .phone .message").count() > 4
    found = await reviewer.violations()
    await page.get_by_label("Colours").select_option("dark")
    found += await reviewer.violations("color-contrast")
    assert found == []
    await reviewer.size(320)
    assert await page.evaluate("document.documentElement.scrollWidth") == 320
