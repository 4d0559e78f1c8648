"""A stage on which the faults of an installation are played, and what the checks say of them."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.doctor import Finding, examine, opened
from bot.domain.backups import DEFAULT_ROTATION
from bot.locales import texts
from bot.settings import Settings
from playground import Playground
from tests.stage import Stage

LASTING = "1 0 0:1 / / rw - ext4 /dev/disk rw\n"


@dataclass
class Scene:
    """The bot on its stage, in whose settings and context something may differ."""

    stage: Stage
    folder: Path
    settings: dict[str, object] = field(default_factory=dict)
    context: dict[str, object] = field(default_factory=dict)

    @property
    def playground(self) -> Playground:
        """Slack."""
        return self.stage.playground

    @property
    def file(self) -> Path:
        """The database."""
        return self.folder / "labcamp.db"

    def mounted(self, mounts: str) -> None:
        """Let the system say that this is mounted."""
        (self.folder / "mounts").write_text(mounts, encoding="utf-8")

    async def finding(self, name: str) -> Finding:
        """What one check says."""
        return (await self.findings("token", name))[name]

    async def findings(self, *only: str) -> dict[str, Finding]:
        """What all checks say, or only these."""
        loaded: Settings = replace(self._well(), **self.settings)  # type: ignore[arg-type]
        async with opened(loaded, texts("en")) as context:
            context.clock, context.folder = self.stage.deps.clock, self.folder
            context.mounts = self.folder / "mounts"
            for name, value in self.context.items():
                setattr(context, name, value)
            return {name: one async for name, one in examine(context, only or None)}

    def _well(self) -> Settings:
        """Settings with which nothing is wrong."""
        return replace(
            self.stage.deps.settings,
            port=int(self.stage.web_url.rpartition(":")[2]),
            public_url=self.stage.web_url,
            database_url=f"sqlite:///{self.file}",
            backup_dir=self.folder / "backups",
            backups=DEFAULT_ROTATION,
        )
