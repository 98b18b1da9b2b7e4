"""`piaoxiang teller`: all that a teller does, from the key ceremony to opening a closed box."""

from __future__ import annotations

import click

from tally.commands import ceremony, opening, restart


@click.group()
def teller() -> None:
    """监票人：密钥仪式与开箱 / Tellers: the key ceremony, and opening a box."""


for _command in (
    ceremony.join,
    ceremony.deal,
    ceremony.accept,
    ceremony.assemble,
    ceremony.check,
    restart.restart_ceremony,
    opening.shuffle_boxes,
    opening.decrypt,
):
    teller.add_command(_command)
