"""What `python -m bot doctor` looks at: a table of checks, each from a context to a finding."""

from bot.doctor.context import Context, opened
from bot.doctor.findings import Finding, Verdict
from bot.doctor.table import CHECKS, examine

__all__ = ["CHECKS", "Context", "Finding", "Verdict", "examine", "opened"]
