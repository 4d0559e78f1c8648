"""What is deleted of whoever wants to be forgotten, what stays, and that it is done."""

from bot.domain.members import RoleLoss
from bot.locales import Texts
from bot.views.block_kit import Block
from bot.views.message import Message, context, section, simple
from bot.views.modals import Modal, modal

FORGET = "forget_me"  # the callback_id of the question


def question(role_losses: frozenset[RoleLoss], t: Texts) -> Modal:
    """What goes and what stays, before it is done; `role_losses` are by what somebody organizes."""
    blocks: list[Block] = [section(t("forget.goes")), section(t("forget.stays"))]
    blocks += [section(t(f"forget.role.{one}")) for one in RoleLoss if one in role_losses]
    blocks.append(context(t("forget.anew")))
    return modal(
        FORGET,
        t.plain("forget.title"),
        blocks,
        submit=t.plain("forget.submit"),
        close=t.plain("modal.cancel"),
    )


def done(t: Texts) -> Message:
    """That it is done."""
    return simple(t("forget.done"))
