"""Somebody in front of the playground's page: opens it, looks, clicks, types."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from playground.sample import ANNA, LABCAMP
from tests.waiting import HANG

_AXE = Axe()
expect.set_options(timeout=HANG * 1000)


@dataclass
class Visitor:
    """Looks at the page; `errors` are those of its scripts, `asked_elsewhere` what left."""

    context: BrowserContext
    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    asked_elsewhere: list[str] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def of(cls, browser: Browser, address: str, **window: Any) -> AsyncIterator[Self]:
        """A visitor with a window of their own, such as Playwright's `has_touch` makes it."""
        context = await browser.new_context(locale="de-DE", reduced_motion="reduce", **window)
        context.set_default_timeout(HANG * 1000)
        visitor = cls(context, await context.new_page(), address)
        visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        visitor.page.on("request", lambda request: visitor._note(request.url))
        try:
            yield visitor
        finally:
            await context.close()

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.asked_elsewhere.append(url)

    async def open(self, user: str = ANNA, place: str = LABCAMP) -> None:
        """Opens the page as somebody, at a channel, at "home" or at "dm"."""
        await self.page.goto("about:blank")  # else only the part behind # would change
        await self.page.goto(f"{self.address}/#{user}/{place}")
        await expect(self.page.locator("nav a[aria-current]")).to_be_visible()

    async def size(self, width: int, height: int = 800) -> None:
        """Makes the window as wide as a phone, or a desk."""
        await self.page.set_viewport_size({"width": width, "height": height})

    async def prefer(self, scheme: Literal["light", "dark"]) -> None:
        """Sets the system to light or dark."""
        await self.page.emulate_media(color_scheme=scheme)

    async def write(self, text: str) -> None:
        """Writes a message or a command, and sends it."""
        await self.page.fill("#text", text)
        await self.page.press("#text", "Enter")

    def named(self, role: Any, name: str) -> Locator:
        """What has this role and name for a screen reader."""
        return self.page.get_by_role(role, name=name, exact=True)

    async def violations(self, only: str | None = None) -> list[str]:
        """What axe finds that keeps people out, each with where it is; by all rules or only one."""
        options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
        found = await _AXE.run(self.page, options=options | ({"runOnly": [only]} if only else {}))
        return [
            f"{one['id']}: {node['html'][:200]}"
            for one in found.response["violations"]
            for node in one["nodes"]
        ]
