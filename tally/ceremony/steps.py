"""The steps of the key ceremony as a teller takes them, each once or again without harm.

The teller's key file is the one secret; it is bound to one meeting, one number and one ceremony.
Before a step does anything, everything in the folder is judged (`ceremony_blame.refuse_faults`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from crypto.ceremony import steps
from crypto.errors import CeremonyError
from crypto.trustees.teller_keys import make_seed
from meeting.problem import Several
from tally.ceremony.blame import problem_of, refuse_faults
from tally.ceremony.faults import fault_of, promise_hash
from tally.ceremony.folder import CERTIFICATE, POLYNOMIAL, PROMISE, VOUTPUT, CeremonyFolder
from tally.ceremony.key import key_for
from tally.keys.encrypted_file import Cost
from tally.keys.key_file import KeyFile
from tally.keys.teller_key import TellerKey
from tally.problem import Problem


class Dealt(StrEnum):
    """How far `deal` could go: the promise alone, or the dealing too."""

    PROMISED = "promised"
    DEALT = "dealt"


def join(
    folder: CeremonyFolder, index: int, key_path: Path, passphrase: str, cost: Cost | None = None
) -> None:
    """Step 1: make teller `index`'s key file and certificate.

    Raises Problem as `check_joining` does, Problem "file-exists" for the key file.
    """
    check_joining(folder, index)
    meeting = folder.meeting
    key = TellerKey(
        meeting=folder.definition_hash,
        group=folder.group.name,
        index=index,
        size=len(meeting.tellers),
        threshold=meeting.teller_threshold,
        seed=make_seed(),
    )
    certificate = steps.certificate(
        folder.group, key.seed, key.size, key.threshold, index
    ).to_json()
    KeyFile.create(key_path, key, passphrase, cost)
    folder.write(index, CERTIFICATE, certificate)


def check_joining(folder: CeremonyFolder, index: int) -> None:
    """Raise Problem "teller-number" or "teller-joined", or "ceremony-bad" for a bad folder."""
    folder.check_number(index)
    if folder.has(index, CERTIFICATE):
        raise Problem(
            "teller-joined",
            "Teller {teller} has joined already. If that was not you, stop the ceremony.",
            where=str(folder.message_path(index, CERTIFICATE)),
            teller=folder.name(index),
        )
    refuse_faults(folder)


def deal(folder: CeremonyFolder, file: KeyFile) -> Dealt:
    """Steps 2 and 3: promise, and deal once every promise is there; what is done is kept.

    The key file remembers the promises before the dealing is shown. Raises Problem
    "promise-removed" when it dealt before and a promise is gone.
    """
    key = key_for(folder, file)
    refuse_faults(folder, file)
    certificates = folder.certificates()
    if not folder.has(key.index, PROMISE):
        promise = steps.promise(folder.group, key.seed, certificates)
        folder.write(key.index, PROMISE, promise.to_json())
    missing = folder.missing(PROMISE)
    if missing and key.promises:
        raise Problem(
            "promise-removed",
            "When you dealt, everybody's promise was here. These are gone: {missing}. Somebody "
            "took them out. Let these tellers run `piaoxiang teller deal` again, which makes the "
            "same promise; another one will be noticed.",
            where=str(folder.path / "ceremony"),
            missing=Several(missing),
        )
    if missing:
        return Dealt.PROMISED
    if not folder.has(key.index, POLYNOMIAL):
        promises = folder.promises()
        with naming_the_teller(folder, file, POLYNOMIAL):
            dealing = steps.deal(folder.group, key.seed, certificates, promises)
        file.save(replace(key, promises=tuple(promise_hash(each) for each in promises)))
        folder.write(key.index, POLYNOMIAL, dealing.to_json())
    return Dealt.DEALT


def accept(folder: CeremonyFolder, file: KeyFile) -> None:
    """Step 4: check what everybody dealt, keep the decryption key, publish its public half."""
    key = key_for(folder, file)
    refuse_faults(folder, file)
    certificates, promises = folder.certificates(), folder.promises()
    polynomials = folder.polynomials()
    with naming_the_teller(folder, file, POLYNOMIAL):
        vinput = steps.inputs_for(polynomials, key.index)
        output = steps.accept(folder.group, key.seed, certificates, promises, vinput)
    with naming_the_teller(folder, file, VOUTPUT):
        secret = steps.decryption_key(folder.group, key.seed, certificates, output)
    file.save(replace(key, decryption_key=secret))
    if not folder.has(key.index, VOUTPUT):
        folder.write(key.index, VOUTPUT, output.to_json())


def assemble(folder: CeremonyFolder) -> None:
    """Step 5: check everything that was published and write trustees.json; needs no secret."""
    refuse_faults(folder)
    certificates, promises = folder.certificates(), folder.promises()
    polynomials, outputs = folder.polynomials(), folder.voutputs()
    with naming_the_teller(folder, None, VOUTPUT):
        trustees = steps.assemble(folder.group, certificates, promises, polynomials, outputs)
    folder.write_trustees(trustees.to_json())


@contextmanager
def naming_the_teller(folder: CeremonyFolder, file: KeyFile | None, kind: str) -> Iterator[None]:
    """Say in words whose message of this kind was refused inside."""
    try:
        yield
    except CeremonyError as error:
        raise problem_of(folder, fault_of(error, kind), file) from error
