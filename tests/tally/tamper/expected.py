"""What the tamper matrix expects beside the code that a record is made for.

Most records break one rule only. Where another one falls with it, it stands here: a share that is
not bound leaves too few shares, a ballot that cannot be read is missing from the sum.
"""

from __future__ import annotations

FOLLOWS: dict[str, set[str]] = {
    "act-duplicate": {"not-bound", "shares-missing"},
    "act-kind": {"shuffles-few"},
    "act-signature": {"shares-missing"},
    "act-without-certificate": {"shares-missing"},
    "archive-hash": {"data-missing", "setup-missing"},
    "archive-truncated": {"data-unreferenced"},
    "certificate-context": {"tellers-not-meeting"},
    "credential-shared": {
        "alpha-reused",
        "credentials-not-slips",
        "election-not-meeting",
        "election-shared",
        "figures-signature",
    },
    "data-after-event": {"data-unreferenced"},
    "data-misplaced": {"data-unreferenced"},
    "data-reused": {"alpha-reused", "credential-reused"},
    "election-key": {"ballot-election"},
    "election-not-meeting": {"ballot-election"},
    "election-shared": {
        "alpha-reused",
        "credential-shared",
        "credentials-not-slips",
        "election-not-meeting",
        "figures-signature",
    },
    "event-height": {"checkpoint-fork"},
    "exception-incomplete": {"sum-too-small"},
    "figures-differ": {"figures-other", "outcome-differs", "report-differs"},
    "figures-disagree": {"figures-other"},
    "figures-missing": {"figures-differ", "figures-other", "outcome-differs", "report-differs"},
    "figures-other": {"report-signers-differ"},
    "figures-reason": {"figures-other"},
    "figures-signature": {"report-signers-differ"},
    "figures-unsigned": {"report-signers-differ"},
    "file-size": {"file-missing"},
    "file-special": {"file-missing"},
    "file-symlink": {"file-missing"},
    "hash-form": {"tally-differs"},
    "meeting-other": {"election-not-meeting"},
    "integer-out-of-range": {"not-bound", "shares-missing"},
    "json-fields": {"tally-differs"},
    "json-not-canonical": {"tally-differs"},
    "json-not-utf8": {"tally-differs"},
    "json-syntax": {"tally-differs"},
    "json-too-deep": {"tally-differs"},
    "json-too-long": {"tally-differs"},
    "json-type": {"tally-differs"},
    "outcome-not-compared": {"result-value"},
    "owner-repeated": {"decryption-proof"},
    "scalar-not-canonical": {"tally-differs"},
    "scalar-out-of-range": {"tally-differs"},
    "setup-missing": {"event-height", "event-order", "event-parent"},
    "shuffle-nothing": {"shuffle-unsigned"},
    "shuffle-proof": {"shuffles-few"},
    "shuffle-unsigned": {"shuffles-few"},
    "tellers-differ": {"checkpoint-box", "election-not-meeting", "figures-signature"},
    # the meeting before
    "continues-nothing": {"continues-reused"},  # it was held against itself
    "continues-other": {"continues-key"},
}
