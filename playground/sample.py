"""The LabCamp workspace that newcomers and tests find: its people and channels."""

from typing import Final

from playground.directory import Directory

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


def furnish(workspace: Directory) -> None:
    """Adds the sample's people and channels to an empty workspace."""
    add = workspace.add_user
    add("ada", "Ada Organisatorin", user_id=ADA, is_admin=True)
    add("ben", "Ben Organisator", user_id=BEN)
    add("anna", "Anna Stadtlabor", user_id=ANNA)
    add("cem", "Cem Ministerium", user_id=CEM)
    add("dora", "Dora Hochschule", user_id=DORA)
    add("emil", "Emil Offene Werkstatt", user_id=EMIL)
    add("frances", "Frances Civic Lab", user_id=FRANCES, locale="en-US", tz="Europe/London")
    add("gustav", "Gustav Gast", user_id=GUSTAV, is_restricted=True)
    add("hanna", "Hanna Kanalgast", user_id=HANNA, is_restricted=True, is_ultra_restricted=True)
    add("ida", "Ida Ehemalig", user_id=IDA, deleted=True)
    add("umfragen", "Umfrage-Bot", user_id=REMINDER_BOT, is_bot=True)
    add("otto", "Otto Fremdlabor", user_id=FOREIGNER, team_id=OTHER_TEAM)
    # As in Slack, strangers are people of another team with whom no channel is shared.
    add("xaver", "Xaver Fremd", user_id=STRANGER, team_id=OTHER_TEAM, is_stranger=True)
    people = [ADA, BEN, ANNA, CEM, DORA, EMIL, FRANCES]
    everyone = [*people, GUSTAV, HANNA, REMINDER_BOT, FOREIGNER]
    workspace.add_channel("labcamp", everyone, channel_id=LABCAMP)
    workspace.add_channel("allgemein", people, channel_id=ALLGEMEIN, is_general=True, bot=False)
    workspace.add_channel("orga", [ADA, BEN], channel_id=ORGA, is_private=True)
