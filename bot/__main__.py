"""Makes `python -m bot` the command line."""

from bot.cli import main
from bot.traces import say_no_more

if __name__ == "__main__":
    say_no_more()
    main(prog_name="python -m bot")
