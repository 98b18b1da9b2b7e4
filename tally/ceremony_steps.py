"""The steps of the key ceremony as a teller takes them, each once or again without harm.

The teller's key file is the one secret; it is bound to one meeting, one number and one ceremony.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from crypto import ceremony
from crypto.pki import make_seed
from tally.ceremony_folder import (
    CERTIFICATE,
    POLYNOMIAL,
    PROMISE,
    VOUTPUT,
    CeremonyFolder,
)
from tally.key_file import KeyFile, TellerKey
from tally.problem import Problem
from tally.sealed_file import Cost


class Dealt(StrEnum):
    """How far `deal` could go: the promise alone, or the dealing too."""

    PROMISED = "promised"
    DEALT = "dealt"


def join(
    folder: CeremonyFolder, index: int, key_path: Path, passphrase: str, cost: Cost | None = None
) -> None:
    """Step 1: make teller `index`'s key file and certificate.

    Raises Problem "teller-number" or "teller-joined", Problem "file-exists" for the key file.
    """
    if index not in folder.numbers:
        raise Problem(
            "teller-number",
            "This meeting has tellers 1 to {count}; there is no teller {index}.",
            count=len(folder.meeting.tellers),
            index=index,
        )
    if folder.has(index, CERTIFICATE):
        raise Problem(
            "teller-joined",
            "Teller {teller} has joined already. If that was not you, stop the ceremony.",
            where=str(folder.message_path(index, CERTIFICATE)),
            teller=folder.name(index),
        )
    meeting = folder.meeting
    key = TellerKey(
        meeting=folder.meeting_hash,
        group=folder.group.name,
        index=index,
        size=len(meeting.tellers),
        threshold=meeting.teller_threshold,
        seed=make_seed(),
    )
    certificate = ceremony.certificate(
        folder.group, key.seed, key.size, key.threshold, index
    ).to_json()
    KeyFile.create(key_path, key, passphrase, cost)
    folder.write(index, CERTIFICATE, certificate)


def deal(folder: CeremonyFolder, file: KeyFile) -> Dealt:
    """Steps 2 and 3: promise, and deal once every promise is there; what is done is kept."""
    key = _key_for(folder, file)
    certificates = folder.certificates()
    if not folder.has(key.index, PROMISE):
        promise = ceremony.promise(folder.group, key.seed, certificates)
        folder.write(key.index, PROMISE, promise.to_json())
    if folder.missing(PROMISE):
        return Dealt.PROMISED
    if not folder.has(key.index, POLYNOMIAL):
        with folder.naming_the_teller():
            dealing = ceremony.deal(folder.group, key.seed, certificates, folder.promises())
        folder.write(key.index, POLYNOMIAL, dealing.to_json())
    return Dealt.DEALT


def accept(folder: CeremonyFolder, file: KeyFile) -> None:
    """Step 4: check what everybody dealt, keep the decryption key, publish its public half."""
    key = _key_for(folder, file)
    certificates, promises = folder.certificates(), folder.promises()
    polynomials = folder.polynomials()
    with folder.naming_the_teller():
        ceremony.check_polynomials(folder.group, certificates, promises, polynomials)
        vinput = ceremony.inputs_for(polynomials, key.index)
        output = ceremony.accept(folder.group, key.seed, certificates, promises, vinput)
        secret = ceremony.decryption_key(folder.group, key.seed, certificates, output)
    file.save(replace(key, decryption_key=secret))
    if not folder.has(key.index, VOUTPUT):
        folder.write(key.index, VOUTPUT, output.to_json())


def assemble(folder: CeremonyFolder) -> None:
    """Step 5: check everything that was published and write trustees.json; needs no secret."""
    certificates, promises = folder.certificates(), folder.promises()
    polynomials, outputs = folder.polynomials(), folder.voutputs()
    with folder.naming_the_teller():
        trustees = ceremony.assemble(folder.group, certificates, promises, polynomials, outputs)
    folder.write_trustees(trustees.to_json())


def _key_for(folder: CeremonyFolder, file: KeyFile) -> TellerKey:
    """The key, if it was made for this folder's meeting; else Problem("key-meeting")."""
    if file.key.meeting != folder.meeting_hash:
        raise Problem(
            "key-meeting",
            "This key file was made for another meeting (or for another version of it).",
            where=str(file.path),
        )
    return file.key
