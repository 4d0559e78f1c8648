"""The LabCamp workspace that newcomers and tests find: its people and channels."""

from typing import Final

from playground.directory import Directory
from playground.models import User

LABCAMP: Final = "C0LABCAMP"
ALLGEMEIN: Final = "C0ALLGEMEIN"
ORGA: Final = "C0ORGATEAM"

ADA: Final = "U0ADAORGA"
BEN: Final = "U0BENORGA"
ANNA: Final = "U0ANNASTADT"
CEM: Final = "U0CEMMINIST"
DORA: Final = "U0DORAUNIV"
EMIL: Final = "U0EMILFABLAB"
FRANCES: Final = "U0FRANCESEN"
GUSTAV: Final = "U0GUSTAVGAST"
HANNA: Final = "U0HANNAGAST"
IDA: Final = "U0IDAEHEMALIG"
REMINDER_BOT: Final = "U0ANDERERBOT"
FOREIGNER: Final = "U0OTTOFREMD"
STRANGER: Final = "U0FREMDER"
OTHER_TEAM: Final = "T0ANDERESLAB"


_PEOPLE: Final = (
    User("ada", "Ada Organisatorin", ADA, is_admin=True),
    User("ben", "Ben Organisator", BEN),
    User("anna", "Anna Stadtlabor", ANNA),
    User("cem", "Cem Ministerium", CEM),
    User("dora", "Dora Hochschule", DORA),
    User("emil", "Emil Offene Werkstatt", EMIL),
    User("frances", "Frances Civic Lab", FRANCES, locale="en-US", tz="Europe/London"),
    User("gustav", "Gustav Gast", GUSTAV, is_restricted=True),
    User("hanna", "Hanna Kanalgast", HANNA, is_restricted=True, is_ultra_restricted=True),
    User("ida", "Ida Ehemalig", IDA, deleted=True),
    User("umfragen", "Umfrage-Bot", REMINDER_BOT, is_bot=True),
    User("otto", "Otto Fremdlabor", FOREIGNER, OTHER_TEAM),
    # As in Slack, strangers are people of another team with whom no channel is shared.
    User("xaver", "Xaver Fremd", STRANGER, OTHER_TEAM, is_stranger=True),
)
_COLLEAGUES: Final = [ADA, BEN, ANNA, CEM, DORA, EMIL, FRANCES]
_EVERYONE: Final = [*_COLLEAGUES, GUSTAV, HANNA, REMINDER_BOT, FOREIGNER]


def furnish(workspace: Directory) -> None:
    """Adds the sample's people and channels to an empty workspace."""
    for user in _PEOPLE:
        workspace.add_user(user)
    add = workspace.add_channel
    add("labcamp", _EVERYONE, channel_id=LABCAMP)
    add("allgemein", _COLLEAGUES, channel_id=ALLGEMEIN, is_general=True, bot=False)
    add("orga", [ADA, BEN], channel_id=ORGA, is_private=True)
