"""`piaoxiang teller`: all that a teller does, from the key ceremony to opening a closed box."""

from __future__ import annotations

import click

from tally import ceremony_commands, opening_commands, restart_command


@click.group()
def teller() -> None:
    """监票人：密钥仪式与开箱 / Tellers: the key ceremony, and opening a box."""


for _command in (
    ceremony_commands.join,
    ceremony_commands.deal,
    ceremony_commands.accept,
    ceremony_commands.assemble,
    ceremony_commands.check,
    restart_command.restart_ceremony,
    opening_commands.shuffle_boxes,
    opening_commands.decrypt,
):
    teller.add_command(_command)
