"""python -m bot doctor beside the running bot."""

import json

from playground.web_api import Credentials
from tests.process.house import House


async def test_it_looks_at_a_running_bot_and_says_no_secret(http_house: House) -> None:
    await http_house.start()
    status, said = await http_house.bot.run(http_house.nursery, "doctor", "--json")
    found = json.loads(said)
    wrong = {name: one for name, one in found.items() if one["state"] == "wrong"}
    assert set(wrong) <= {"disk"}, wrong  # tests may write into memory
    assert status == (1 if wrong else 0)
    for name in ("token", "signing-secret", "channel", "views", "database", "tables", "bot"):
        assert found[name]["state"] == "well", found[name]
    secrets = Credentials()
    assert secrets.bot_token not in said
    assert secrets.signing_secret not in said
    assert http_house.bot.is_running
