"""python -m tests.audit: whether a package of the locks has a known hole, as pip-audit is told."""

import json
import subprocess
import sys
from pathlib import Path

_COMMAND = (
    *(sys.executable, "-m", "pip_audit", "--progress-spinner=off", "--format=json", "--timeout=10"),
    *("--require-hashes", "--disable-pip", "--requirement=requirements-dev.lock"),
)


def judged(report: str) -> tuple[list[str], bool]:
    """What is to be said of pip-audit's report, and whether there is a hole.

    Where the database can't be reached there is no report, or one in which nothing was looked up.
    """
    packages = json.loads(report)["dependencies"] if report.startswith("{") else []
    known = [package for package in packages if "skip_reason" not in package]
    if not known:
        return [
            "The database of known holes can't be reached from here: nothing was checked."
        ], False
    holes = [_named(package, hole) for package in known for hole in package["vulns"]]
    unknown = len(packages) - len(known)
    return [
        *holes,
        f"{len(known)} packages checked, {unknown} not, {len(holes)} known holes.",
    ], bool(holes)


def _named(package: dict[str, str], hole: dict[str, list[str]]) -> str:
    mended = ", ".join(hole["fix_versions"]) or "nowhere yet"
    return f"{package['name']} {package['version']}: {hole['id']}, mended in: {mended}"


def main() -> int:
    """The exit status: 1 if there is a hole."""
    folder = Path(__file__).parents[1]
    done = subprocess.run(_COMMAND, cwd=folder, check=False, capture_output=True, text=True)
    lines, is_holed = judged(done.stdout)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return int(is_holed)


if __name__ == "__main__":
    sys.exit(main())
