"""An announcement, whatever happens to the bot meanwhile."""

from playground.sample import ANNA, LABCAMP
from tests.process.house import House
from tests.waiting import until

ANNOUNCE = "/labcamp announce 11 Kommt vorbei!"


async def all_is_well(house: House) -> None:
    """One post, known to the bot; its emoji; and who reacts to it is counted."""
    assert len(house.posts()) == 1, house.bot.output()
    assert house.told() == []
    await until(house.seeded)
    post = house.posts()[0]
    await house.playground.as_user(ANNA).react(LABCAMP, post.ts, "white_check_mark")
    await until(lambda: "✅ 1 · 🤔 0 · ❌ 0" in house.posts()[0].text)
