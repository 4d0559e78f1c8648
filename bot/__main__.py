"""Makes `python -m bot` and `labcamp-bot` the command line."""

from bot import logs
from bot.cli import main
from bot.traces import say_no_more


def begin() -> None:
    """Have nothing that is said by the process tell anything of people, from its first line on."""
    say_no_more()
    logs.configure("INFO", "console")  # until the settings say how, where they do


def start() -> None:
    """Do what the command line says, and end the process."""
    begin()
    main()


if __name__ == "__main__":
    start()
