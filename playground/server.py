"""The playground put together: the bot's installation, the addresses it listens on, the page."""

from email.utils import formatdate
from functools import cached_property

from aiohttp import web

from playground import limits
from playground.actor import Actor
from playground.deeds import Deeds
from playground.faults import Call
from playground.installation import Installation
from playground.page_api import PageApi
from playground.uploads import Downloads


class Playground(Installation):
    """A Slack workspace on this machine."""

    _runner: web.AppRunner | None = None

    @cached_property
    def page(self) -> PageApi:
        """The page in the browser."""
        return PageApi(self, Deeds(self))

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens; port 0 takes a free one. OSError when the port is taken."""
        app = web.Application(client_max_size=limits.FILE_BYTES)
        app.router.add_route("*", "/api/{method}", self.api.handle)
        app.router.add_post("/commands/{team}/{ticket}", self.urls.handle)
        app.router.add_post("/actions/{team}/{ticket}", self.urls.handle)
        app.router.add_post("/upload/v1/{ticket}", self._upload)
        app.router.add_get("/link/", self.sockets.handle)
        Downloads(self.api).add_to(app)
        self.page.add_to(app)
        app.on_response_prepare.append(self._date)
        runner = web.AppRunner(
            app, handler_cancellation=True, shutdown_timeout=0.2, access_log=None
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await runner.cleanup()
            message = f"the playground can't listen on {host}:{port}: {error.strerror}"
            raise OSError(error.errno, message) from error
        self._runner = runner
        self.url = f"http://{host}:{runner.addresses[0][1]}"

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL must be: the address of the Web API, with a slash at its end."""
        return f"{self.url}/api/"

    async def stop(self) -> None:
        """Gives up on what is under way, and closes everything."""
        await self.disconnect()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def as_user(self, user_id: str) -> Actor:
        """A person of the workspace, to act as."""
        return Actor(self, self.workspace.user(user_id))

    async def _date(self, _: web.Request, response: web.StreamResponse) -> None:
        """The workspace's time, in the header in which servers tell theirs."""
        response.headers["Date"] = formatdate(
            self.workspace.clock.now() + self.date_off, usegmt=True
        )

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """POST of a file's content, raw or as a form, to the address that Slack gave."""
        return await self.api.record(request, "upload", self._receive)

    async def _receive(self, request: web.Request, _: Call) -> web.Response:
        ticket = request.match_info["ticket"]
        files = [f for f in self.workspace.files.values() if f.ticket == ticket]
        if not files or files[0].content is not None:
            return web.Response(status=404, text="not found")
        content = b""
        if request.content_type == "multipart/form-data":
            for part in (await request.post()).values():
                if isinstance(part, web.FileField):
                    content = part.file.read()
        else:
            content = await request.read()
        if len(content) != files[0].length:
            return web.Response(status=400, text="length differs from what was announced")
        files[0].content = content
        return web.Response(text=f"OK - {len(content)}")
