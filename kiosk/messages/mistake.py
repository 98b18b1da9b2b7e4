"""The log line for a mistake of the program: an exception's text could quote a voter's form."""

from __future__ import annotations

import logging
from pathlib import Path

LOG = logging.getLogger("kiosk")


def log_mistake(mistake: BaseException | None) -> None:
    """Log the kind of the mistake and the line where it happened, and nothing else."""
    trace = mistake.__traceback__ if mistake is not None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = ""
    if trace is not None:
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    LOG.error("kiosk-failed %s %s", type(mistake).__name__ if mistake is not None else "", place)
