"""What is wrong in a ceremony's folder, and whose message it is: every fault, not only the first.

The messages are judged in the order in which they are made. A later kind is judged only where all
messages of the kinds before are there and good, because it refers to them. With a teller's key the
shares meant for this teller are judged too, and promises that were exchanged after it dealt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from crypto.canonical import sha256_hex
from crypto.ceremony import steps
from crypto.ceremony.steps import Certificate, Polynomial, Promise, Voutput
from crypto.errors import CeremonyError, ProofError
from crypto.trustees.certificate import Context, check_not_copied
from tally.ceremony.folder import CERTIFICATE, POLYNOMIAL, PROMISE, VOUTPUT, CeremonyFolder
from tally.keys.teller_key import TellerKey

_Message = TypeVar("_Message", Certificate, Promise, Polynomial, Voutput)


@dataclass(frozen=True, slots=True)
class Fault:
    """One message that does not hold, standing where `teller`'s (from 1) should.

    `signed`: what is wrong bears the teller's own good signature, so that nobody else made it.
    `share`: it is in what was sealed for the teller whose key was used. `other` is the teller with
    whom a key is shared, or whose promise is missing; 0 for none. `detail` is for experts.
    """

    teller: int
    kind: str
    code: str
    detail: str
    signed: bool = False
    share: bool = False
    other: int = 0

    @property
    def needs_key(self) -> bool:
        """Whether it takes a teller's key: a share for them, or the promises they remember."""
        return self.share or self.code in ("promise-changed", "verification-key")


def find_faults(folder: CeremonyFolder, key: TellerKey | None = None) -> list[Fault]:
    """Everything that is wrong with the messages that are there, as far as they can be judged."""
    certificates, faults = _read(folder, CERTIFICATE, folder.certificate)
    faults += _bad_certificates(folder, certificates)
    if faults or folder.missing(CERTIFICATE):
        return _in_order(faults)
    known = [certificates[number] for number in folder.numbers]
    promises, faults = _read(folder, PROMISE, folder.promise)
    faults += _bad_promises(folder, known, promises, key)
    if faults or folder.missing(PROMISE):
        return _in_order(faults)
    polynomials, faults = _read(folder, POLYNOMIAL, folder.polynomial)
    for number, polynomial in polynomials.items():
        faults += _bad_polynomial(folder, known, promises[number], polynomial, number, key)
    if faults or folder.missing(POLYNOMIAL):
        return _in_order(faults)
    outputs, faults = _read(folder, VOUTPUT, folder.voutput)
    commitments = [polynomials[number].coefexps for number in folder.numbers]
    for number, output in outputs.items():
        try:
            steps.check_voutput(folder.group, known, commitments, output, number)
        except CeremonyError as error:
            faults.append(fault_of(error, VOUTPUT))
    return _in_order(faults)


def fault_of(error: CeremonyError, kind: str, *, share: bool = False, other: int = 0) -> Fault:
    """The fault that an error of the ceremony tells of."""
    place = f"{error.where}: " if error.where else ""
    detail = f"{place}{error.detail}"
    return Fault(error.teller, kind, error.code, detail, error.signed, share, other)


def promise_hash(promise: Promise) -> str:
    """What a key file remembers of a promise: it is the same however often it is signed."""
    return sha256_hex(promise.signed.message)


def _read(
    folder: CeremonyFolder, kind: str, read: Callable[[int], _Message]
) -> tuple[dict[int, _Message], list[Fault]]:
    """The messages of a kind by teller, and a fault for each that is none."""
    found: dict[int, _Message] = {}
    faults = []
    for number in folder.numbers:
        if folder.has(number, kind):
            try:
                found[number] = read(number)
            except CeremonyError as error:
                faults.append(fault_of(error, kind))
    return found, faults


def _bad_certificates(folder: CeremonyFolder, found: dict[int, Certificate]) -> list[Fault]:
    faults, good = [], []
    size, threshold = len(folder.meeting.tellers), folder.meeting.teller_threshold
    for number, certificate in found.items():
        context = Context(folder.group.name, size, threshold, number)
        try:
            steps.check_certificate(folder.group, certificate, context)
            good.append(certificate)
        except CeremonyError as error:
            faults.append(fault_of(error, CERTIFICATE))
    for index, certificate in enumerate(good):
        try:
            check_not_copied(good, index)
        except ProofError as error:
            other = next(
                each.context.index
                for each in good
                if each is not certificate and _keys(each) & _keys(certificate)
            )
            number = certificate.context.index
            faults.append(Fault(number, CERTIFICATE, error.code, error.detail, other=other))
    return faults


def _keys(certificate: Certificate) -> set[object]:
    return {certificate.verification, certificate.encryption}


def _bad_promises(
    folder: CeremonyFolder,
    certificates: list[Certificate],
    promises: dict[int, Promise],
    key: TellerKey | None,
) -> list[Fault]:
    faults = []
    remembered = key.promises if key else ()
    for number, promise in promises.items():
        try:
            steps.check_promise(folder.group, certificates, promise, number)
        except CeremonyError as error:
            faults.append(fault_of(error, PROMISE))
            continue
        if remembered and remembered[number - 1] != promise_hash(promise):
            detail = "another promise than the one on which this key dealt"
            faults.append(Fault(number, PROMISE, "promise-changed", detail, signed=True))
    missing = [number for number in folder.numbers if not folder.has(number, PROMISE)]
    if missing and not remembered:  # whoever dealt knows that all promises were there
        faults += [
            Fault(number, POLYNOMIAL, "dealt-early", "a promise is missing", other=missing[0])
            for number in folder.numbers
            if folder.has(number, POLYNOMIAL)
        ]
    return faults


def _bad_polynomial(
    folder: CeremonyFolder,
    certificates: list[Certificate],
    promise: Promise,
    polynomial: Polynomial,
    number: int,
    key: TellerKey | None,
) -> list[Fault]:
    group = folder.group
    try:
        steps.check_polynomial(group, certificates, promise, polynomial, number)
    except CeremonyError as error:
        return [fault_of(error, POLYNOMIAL)]
    if key is not None:
        try:
            steps.check_share(group, key.seed, certificates, polynomial, number)
        except CeremonyError as error:
            return [fault_of(error, POLYNOMIAL, share=True)]
    return []


def _in_order(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda each: each.teller)
