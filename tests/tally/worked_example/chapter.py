"""The worked example of docs/protocol.md: its texts, and which of them were computed again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from crypto.groups.named import group_named

DOCUMENT = Path(__file__).parents[3] / "docs/protocol.md"
HEADING = "## 24 A worked example"
SEED = bytes(32)
GROUP = group_named("Ed25519")


def chapter() -> str:
    text = DOCUMENT.read_text()
    rest = text[text.index(HEADING) + len(HEADING) :]
    return rest.split("\n## ", 1)[0]


@dataclass
class Example:
    """The chapter's blocks in their order, and every text that was computed or verified."""

    text: str
    seen: list[str] = field(default_factory=list)

    @cached_property
    def blocks(self) -> list[str]:
        return re.findall(r"```\n(.*?)\n```", self.text, re.DOTALL)

    def named(self, beginning: str) -> str:
        """The block that begins so; there is one."""
        (found,) = (each for each in self.blocks if each.startswith(beginning))
        return found

    def shares(self) -> list[str]:
        return [each for each in self.blocks if each.startswith('{"decryption_factors"')]

    def expect(self, *texts: object) -> None:
        """These were computed, and are printed."""
        for each in map(str, texts):
            assert each in self.text, each
            self.seen.append(each)
