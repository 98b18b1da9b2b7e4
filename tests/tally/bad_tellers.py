"""What dishonest tellers and carriers do to a ceremony's folder, each as an attacker would do it.

A teller re-makes proofs and signatures with its own seed; a carrier has no seed and can only
change, exchange or remove files. `FAULTS` says of each who is named, by which code, and whether the
signature proves it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crypto.canonical import dumps, sha256_hex
from crypto.ceremony import channel
from crypto.ceremony.steps import Polynomial, Promise, certificate
from crypto.groups.group import Element
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.schnorr import sign_message
from crypto.trustees.certificate import Certificate
from crypto.trustees.commitment import Commitment, certificates_message, coefexps_message
from crypto.trustees.teller_keys import TellerKeys, derive_keys, make_seed
from crypto.trustees.trustee_key import make_trustee_key, signed_key
from tally.ceremony import steps
from tally.ceremony.folder import CERTIFICATE, POLYNOMIAL, PROMISE, VOUTPUT, CeremonyFolder
from tally.keys.key_file import KeyFile
from tests.tally.small_hall import CHEAP, PASSPHRASE

RANDOM = SystemRandomness()
BAD = 2
"""The teller who cheats, or whose message is spoilt."""


@dataclass
class Ceremony:
    """A folder on its way, and every teller's key file (unlocked, as each holds it at home)."""

    folder: CeremonyFolder
    files: list[KeyFile]

    def seed(self, teller: int) -> str:
        return self.files[teller - 1].key.seed

    def keys(self, teller: int) -> TellerKeys:
        return derive_keys(self.folder.group, self.seed(teller))

    def put(self, teller: int, kind: str, text: str) -> None:
        self.folder.message_path(teller, kind).write_text(text)

    def remove(self, kind: str, *tellers: int) -> None:
        for teller in tellers or self.folder.numbers:
            self.folder.message_path(teller, kind).unlink(missing_ok=True)

    def back_to(self, kind: str) -> None:
        """As the folder was when the last message of this kind had been given."""
        kinds = (CERTIFICATE, PROMISE, POLYNOMIAL, VOUTPUT)
        for later in kinds[kinds.index(kind) + 1 :]:
            self.remove(later)

    def copied(self, to: Path) -> Ceremony:
        shutil.copytree(self.folder.path, to)
        files = [KeyFile.open(to / each.path.name, PASSPHRASE) for each in self.files]
        return Ceremony(CeremonyFolder.open(to), files)


def whole_ceremony(path: Path, definition: bytes) -> Ceremony:
    """A ceremony up to the last `accept`; key files lie in the folder, for tests to copy."""
    (path / "meeting.json").write_bytes(definition)
    folder = CeremonyFolder.open(path)
    for number in folder.numbers:
        steps.join(folder, number, path / f"{number}.key", PASSPHRASE, CHEAP)
    files = [KeyFile.open(path / f"{number}.key", PASSPHRASE) for number in folder.numbers]
    for step in (steps.deal, steps.deal, steps.accept):
        for file in files:
            step(folder, file)
    return Ceremony(folder, files)


def flip(on: Ceremony, kind: str) -> None:
    """A carrier changes one digit of the last signature in the file."""
    path = on.folder.message_path(BAD, kind)
    text = path.read_text()
    at = text.rindex('"response":"') + len('"response":"')
    path.write_text(text[:at] + ("2" if text[at] != "2" else "3") + text[at + 1 :])


def flip_certificate(on: Ceremony) -> None:
    on.back_to(CERTIFICATE)
    flip(on, CERTIFICATE)


def certificate_of_another_meeting(on: Ceremony) -> None:
    """A certificate that was made for a meeting with four tellers."""
    on.back_to(CERTIFICATE)
    made = certificate(on.folder.group, make_seed(), 4, 2, BAD)
    on.put(BAD, CERTIFICATE, made.to_json())


def copied_key(on: Ceremony) -> None:
    """The second teller gives the third teller's verification key out as its encryption key."""
    on.back_to(CERTIFICATE)
    group, keys = on.folder.group, on.keys(BAD)
    message = dumps(
        {
            "context": on.folder.certificate(BAD).context.to_json(),
            "verification": group.encode(keys.verification),
            "encryption": group.encode(on.keys(3).verification),
        }
    )
    signed = sign_message(group, keys.signing, message, RANDOM)
    on.put(BAD, CERTIFICATE, Certificate.from_json(group, signed.to_json()).to_json())


def flip_promise(on: Ceremony) -> None:
    on.back_to(PROMISE)
    flip(on, PROMISE)


def promise_for_other_certificates(on: Ceremony) -> None:
    on.back_to(PROMISE)
    on.put(BAD, PROMISE, promise_of(on, on.folder.promise(BAD).coefexps, "0" * 64))


def promise_of(on: Ceremony, coefexps: str, certificates: str = "", teller: int = BAD) -> str:
    """A promise signed as it should be."""
    made_for = certificates or on.folder.promise(teller).certificates
    message = dumps({"certificates": made_for, "coefexps": coefexps})
    signed = sign_message(on.folder.group, on.keys(teller).signing, message, RANDOM)
    return Promise.parse(on.folder.group, dumps(signed.to_json())).to_json()


def another_promise(on: Ceremony) -> None:
    """Having seen the first teller's coefexps, the second promises and deals others."""
    on.back_to(POLYNOMIAL)
    coefexps = chosen(on, 5, 7)
    text = coefexps_message(on.folder.group, coefexps)
    on.put(BAD, PROMISE, promise_of(on, sha256_hex(text)))
    on.put(BAD, POLYNOMIAL, dealing_of(on, coefexps).to_json())


def chosen(on: Ceremony, *exponents: int) -> tuple[Element, ...]:
    return tuple(on.folder.group.base_power(each) for each in exponents)


def dealing_of(on: Ceremony, coefexps: Sequence[Element]) -> Polynomial:
    """A dealing with these coefexps, both signatures re-made."""
    group, key = on.folder.group, on.keys(BAD).signing
    certificates = on.folder.certificates()
    signed = sign_message(group, key, coefexps_message(group, coefexps), RANDOM)
    whole = certificates_message(group, certificates, coefexps)
    return replace(
        on.folder.polynomial(BAD),
        coefexps=Commitment(signed, tuple(coefexps)),
        signature=sign_message(group, key, whole, RANDOM).signature,
    )


def exchanged_after_the_keys(on: Ceremony) -> None:
    """When the first teller has accepted, the second promises and deals another polynomial."""
    on.remove(VOUTPUT, 2, 3)
    coefexps = chosen(on, 7, 11)
    text = coefexps_message(on.folder.group, coefexps)
    on.put(BAD, PROMISE, promise_of(on, sha256_hex(text)))
    on.put(BAD, POLYNOMIAL, dealing_of(on, coefexps).to_json())


def broken_promise(on: Ceremony) -> None:
    on.back_to(POLYNOMIAL)
    on.put(BAD, POLYNOMIAL, dealing_of(on, chosen(on, 5, 7)).to_json())


def higher_degree(on: Ceremony) -> None:
    on.back_to(POLYNOMIAL)
    coefexps = (*on.folder.polynomial(BAD).coefexps.coefexps, on.folder.group.generator)
    on.put(BAD, POLYNOMIAL, dealing_of(on, coefexps).to_json())


def flip_dealing(on: Ceremony) -> None:
    on.back_to(POLYNOMIAL)
    flip(on, POLYNOMIAL)


def one_share_too_few(on: Ceremony) -> None:
    on.back_to(POLYNOMIAL)
    dealing = on.folder.polynomial(BAD)
    on.put(BAD, POLYNOMIAL, replace(dealing, secrets=dealing.secrets[:2]).to_json())


def dealt_early(on: Ceremony) -> None:
    """The second teller shows its dealing although the third has not promised."""
    on.back_to(POLYNOMIAL)
    on.remove(PROMISE, 3)
    on.remove(POLYNOMIAL, 1, 3)
    on.files[0].key = replace(on.files[0].key, promises=())


def with_share(on: Ceremony, sealed: str) -> None:
    """Exchange what the second teller sealed for the first."""
    on.back_to(POLYNOMIAL)
    dealing = on.folder.polynomial(BAD)
    bad = replace(dealing, secrets=(sealed, *dealing.secrets[1:]))
    on.put(BAD, POLYNOMIAL, bad.to_json())


def wrong_share(on: Ceremony) -> None:
    text = dumps({"secret": "12345"})
    to = on.keys(1).encryption
    with_share(on, channel.send(on.folder.group, on.keys(BAD).signing, to, text))


def no_share(on: Ceremony) -> None:
    to = on.keys(1).encryption
    with_share(on, channel.send(on.folder.group, on.keys(BAD).signing, to, "[]"))


def share_of_a_stranger(on: Ceremony) -> None:
    """A carrier seals a share of its own for the first teller, who has a public key for it."""
    stranger = derive_keys(on.folder.group, make_seed())
    text = dumps({"secret": "12345"})
    to = on.keys(1).encryption
    with_share(on, channel.send(on.folder.group, stranger.signing, to, text))


def exchanged_share(on: Ceremony) -> None:
    """A carrier puts what was sealed for the third teller in place of the first's."""
    with_share(on, on.folder.polynomial(BAD).secrets[2])


def wrong_key(on: Ceremony) -> None:
    group = on.folder.group
    key = signed_key(group, make_trustee_key(group, 99), on.keys(BAD).signing, RANDOM)
    on.put(BAD, VOUTPUT, replace(on.folder.voutput(BAD), public_key=key).to_json())


def wrong_proof(on: Ceremony) -> None:
    output = on.folder.voutput(BAD)
    pok = replace(output.public_key.pok, response=output.public_key.pok.response ^ 1)
    key = replace(output.public_key, pok=pok)
    on.put(BAD, VOUTPUT, replace(output, public_key=key).to_json())


def unsigned_key(on: Ceremony) -> None:
    """A carrier exchanges the key for one of its own, and cannot sign it for the teller."""
    stranger = derive_keys(on.folder.group, make_seed())
    key = signed_key(
        on.folder.group, make_trustee_key(on.folder.group, 99), stranger.signing, RANDOM
    )
    on.put(BAD, VOUTPUT, replace(on.folder.voutput(BAD), public_key=key).to_json())


def not_a_message(on: Ceremony) -> None:
    on.back_to(CERTIFICATE)
    on.put(BAD, CERTIFICATE, "{}")


@dataclass(frozen=True)
class Told:
    """What has to be said: the code, whether it is proved, and the step that says it first."""

    make: Callable[[Ceremony], None]
    code: str
    step: str
    signed: bool = False
    needs_key: bool = False


FAULTS = {
    "certificate-unsigned": Told(flip_certificate, "message-signature", "deal"),
    "certificate-of-another-meeting": Told(
        certificate_of_another_meeting, "certificate-context", "deal"
    ),
    "certificate-copied": Told(copied_key, "certificate-duplicate", "deal"),
    "certificate-unreadable": Told(not_a_message, "json-fields", "deal"),
    "promise-unsigned": Told(flip_promise, "message-signature", "deal"),
    "promise-other": Told(promise_for_other_certificates, "promise-certificates", "deal"),
    "promise-changed": Told(
        another_promise, "promise-changed", "accept", signed=True, needs_key=True
    ),
    "dealt-early": Told(dealt_early, "dealt-early", "deal"),
    "promise-broken": Told(broken_promise, "promise-broken", "accept", signed=True),
    "degree": Told(higher_degree, "coefexps-length", "accept", signed=True),
    "dealing-unsigned": Told(flip_dealing, "message-signature", "accept"),
    "shares-few": Told(one_share_too_few, "ceremony-count", "accept"),
    "share-wrong": Told(wrong_share, "share-wrong", "accept", signed=True, needs_key=True),
    "share-none": Told(no_share, "json-type", "accept", signed=True, needs_key=True),
    "share-of-a-stranger": Told(share_of_a_stranger, "message-signature", "accept", needs_key=True),
    "share-exchanged": Told(exchanged_share, "message-sealed", "accept", needs_key=True),
    "key-wrong": Told(wrong_key, "verification-key", "accept", needs_key=True),
    "key-unproved": Told(wrong_proof, "proof-of-knowledge", "assemble"),
    "key-unsigned": Told(unsigned_key, "message-signature", "assemble"),
}
