"""Makes `python -m bot` and `labcamp-bot` the command line."""

from bot.cli import main
from bot.traces import say_no_more


def start() -> None:
    """Do what the command line says, and end the process."""
    say_no_more()
    main()


if __name__ == "__main__":
    start()
