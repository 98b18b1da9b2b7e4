"""What forms are called: by the papers that they sum up, 民主推荐票 by 民主推荐情况汇总表."""

from __future__ import annotations

import re
from typing import Final

from meeting.definition.paper import Paper
from tally.forms.saying import Saying

_SHEET_OF_PAPER: Final = re.compile("(?<=.)[票表]$")


def short_name(say: Saying, paper: Paper) -> str:
    """The paper's title without the last character of 票 or 表."""
    return _SHEET_OF_PAPER.sub("", say.said(paper, "title"))


def form_title(say: Saying, paper: Paper) -> str:
    """The customary title of the form that sums a paper up."""
    if paper.people_are_options:
        return say("{paper}: summary of votes", paper=short_name(say, paper))
    return say("{paper}: summary", paper=short_name(say, paper))
