"""A fault of the ceremony in words: whose it is, what is wrong, who can have done it, what to do.

A signature decides who can have done it. What bears a teller's own good signature was made by that
teller; anything else may have been changed by whoever carried the folder, so that an honest teller
is not sent away for what somebody else did.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path

from meeting.command_line.typed_command import typed
from meeting.language import N_
from meeting.problem import Phrase
from meeting.problem import Problems as SeveralProblems
from tally.ceremony.faults import Fault, find_faults
from tally.ceremony.folder import CERTIFICATE, POLYNOMIAL, PROMISE, STEPS, VOUTPUT, CeremonyFolder
from tally.keys.key_file import KeyFile
from tally.problem import Problem

MESSAGES = {
    CERTIFICATE: N_("certificate"),
    PROMISE: N_("promise"),
    POLYNOMIAL: N_("dealing"),
    VOUTPUT: N_("public key"),
}
_SIGNATURE = N_("its signature does not verify.")
_CONTEXT = N_("it was made for another number of tellers, another threshold or another place.")
_WRONG = {
    "message-signature": _SIGNATURE,
    "key-signature": _SIGNATURE,
    "certificate-context": _CONTEXT,
    "certificate-group": _CONTEXT,
    "promise-changed": N_("it is another promise than the one that was here when you dealt."),
    "promise-broken": N_("the commitment in it is not the one that was promised."),
    "coefexps-length": N_("its polynomial has another degree than the threshold demands."),
    "ceremony-count": N_("it does not hold one sealed share for every teller."),
    "verification-key": N_("the key does not follow from what all tellers dealt."),
    "proof-of-knowledge": N_("the proof that its owner knows the secret key does not hold."),
}
_UNREADABLE = N_("the file is not a whole message of the ceremony.")
_WRONG_SHARE = {
    "share-wrong": N_("the share in it for you does not fit the commitment published with it."),
    "message-sealed": N_("the share in it for you cannot be opened with your key."),
    "message-signature": N_("the share in it for you does not bear this teller's signature."),
    "message-recipient": N_("the share in it for you was meant for somebody else."),
}
_NO_SHARE = N_("what is in it for you is not a share.")
_PROVED = N_(
    "Teller {teller}, {kind}: {wrong} It bears this teller's own signature, so nobody else made "
    "it. Nothing was changed here. Keep this folder as evidence, and start again without them:\n"
    "    {restart}"
)
_OPEN = N_(
    "Teller {teller}, {kind}: {wrong} No good signature of theirs stands under it: either they "
    "made it wrong, or somebody who carried the folder changed it. Nothing was changed here. Ask "
    "them. If this is not what they made, keep {file} elsewhere as evidence and let them run "
    "`piaoxiang teller {step}` again. If it is, or if it happens again, start again without "
    "them:\n    {restart}"
)
_OWN = N_(
    "Your own {kind} ({file}) is not as you made it: {wrong} Somebody changed it in the folder, "
    "or the stick is damaged. Nothing was changed here. Keep the file elsewhere as evidence and "
    "run `piaoxiang teller {step}` again."
)
_COPIED = N_(
    "Teller {teller}, certificate: a key in it is also in the certificate of teller {other}. One "
    "of the two was copied from the other. Nothing was changed here. Ask both who joined first, "
    "keep this folder as evidence, and start again without the one who copied:\n    {restart}"
)
_OTHER_CERTIFICATES = N_(
    "Teller {teller}, promise: it was made for other certificates than those here. Either they "
    "promised wrongly, or somebody's certificate was exchanged after they promised. Nothing was "
    "changed here. Let every teller run `piaoxiang teller deal`: it tells each of them whether "
    "their own certificate is still theirs. If one is not, or if somebody joined a second time, "
    "start again with everybody:\n    {again}\nOtherwise start again without teller {teller}:\n"
    "    {restart}"
)
_OPEN_CERTIFICATE = N_(
    "Teller {teller}, certificate: {wrong} No good signature of theirs stands under it: either "
    "they made it wrong, or somebody who carried the folder changed it. Others have promised for "
    "the certificates by now, so it cannot be made again here. Nothing was changed here. Ask them, "
    "and keep this folder as evidence. If this is not what they made, start again with everybody:\n"
    "    {again}\nIf it is, start again without them:\n    {restart}"
)
_EARLY = N_(
    "Teller {teller}, dealing: it is here, but the promise of teller {other} is not. Either it was "
    "shown before everybody had promised, or the promise was taken out afterwards. Nobody may "
    "promise after seeing it. Nothing was changed here. Let teller {teller} run `piaoxiang teller "
    "deal` with their key: it remembers whether all promises were there. If it does not, start "
    "again without them:\n    {restart}"
)
_KEY = N_(
    "Teller {teller}, public key: {wrong} Either they made a wrong key, or somebody exchanged "
    "their own promise and dealing after this teller had accepted. Nothing was changed here. Let "
    "every teller who dealt run `piaoxiang teller accept` again: their key files remember the "
    "promises, and it names whoever exchanged theirs. If it names nobody else, start again without "
    "teller {teller}, with the key file of one who dealt:\n    {restart}"
)
_KEY_REMEMBERED = N_(
    "Teller {teller}, public key: {wrong} The promises here are those on which you dealt. Either "
    "they made a wrong key, or other promises were shown to them than to you. Nothing was changed "
    "here. Let them and every other teller run `piaoxiang teller accept` again, in this folder. If "
    "it names nobody else, start again without them:\n    {restart}"
)
_ANY_KEY = Path("KEY")


def refuse_faults(folder: CeremonyFolder, file: KeyFile | None = None) -> None:
    """Raise Problem("ceremony-bad"), or several at once, if a message in the folder is bad."""
    faults = find_faults(folder, file.key if file else None)
    problems = [problem_of(folder, fault, file) for fault in faults]
    if len(problems) > 1:
        raise SeveralProblems(problems)
    if problems:
        raise problems[0]


def problem_of(folder: CeremonyFolder, fault: Fault, file: KeyFile | None = None) -> Problem:
    """What to tell the people in the room about a fault; `file` is the reader's own key."""
    path = folder.message_path(fault.teller, fault.kind)
    key = _ANY_KEY if fault.code == "verification-key" else None
    if file is not None and fault.needs_key:
        key = file.path
    return Problem(
        "ceremony-bad",
        _sentence(folder, fault, file),
        where=str(path),
        teller=folder.name(fault.teller),
        other=folder.name(fault.other) if fault.other else "",
        kind=Phrase(MESSAGES[fault.kind]),
        wrong=Phrase(wrong(fault)),
        file=path.name,
        step=STEPS[fault.kind],
        again=restart_command(folder),
        restart=restart_command(folder, fault, key),
        reason=fault.code,
        detail=fault.detail,
    )


def wrong(fault: Fault) -> str:
    """The msgid of what is wrong."""
    if fault.share:
        return _WRONG_SHARE.get(fault.code, _NO_SHARE)
    return _WRONG.get(fault.code, _UNREADABLE)


def _sentence(folder: CeremonyFolder, fault: Fault, file: KeyFile | None) -> str:
    special = {
        "verification-key": _KEY_REMEMBERED if file and file.key.promises else _KEY,
        "certificate-duplicate": _COPIED,
        "promise-certificates": _OTHER_CERTIFICATES,
        "dealt-early": _EARLY,
    }
    if fault.code in special:
        return special[fault.code]
    if fault.signed:
        return _PROVED
    promised = len(folder.missing(PROMISE)) < len(folder.numbers)
    if fault.kind == CERTIFICATE and promised:
        return _OPEN_CERTIFICATE
    own = file is not None and file.key.index == fault.teller
    return _OWN if own else _OPEN


def restart_command(
    folder: CeremonyFolder, fault: Fault | None = None, key: Path | None = None
) -> str:
    """The command that starts anew, with everybody or without a teller, ready to be typed."""
    words: list[object] = ["teller", "restart", folder.path]
    if fault is not None:
        words += ["--without", fault.teller]
    if key is not None:
        words += ["--key", key]
    return typed(*words, "--out", _free_name(folder.path))


def _free_name(path: Path) -> Path:
    """A folder beside this one that is not there yet: `opening-2`, else `opening-3`, and so on."""
    whole = path.resolve()
    beside = (path.with_name(f"{whole.name}-{number}") for number in count(2))
    return next(each for each in beside if not each.exists())
