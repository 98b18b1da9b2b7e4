"""A teller's key in a ceremony's folder: whether it is of this ceremony at all."""

from __future__ import annotations

from crypto.errors import CeremonyError
from crypto.trustees.teller_keys import derive_keys
from tally.ceremony.blame import restart_command
from tally.ceremony.folder import CERTIFICATE, CeremonyFolder
from tally.keys.key_file import KeyFile
from tally.keys.teller_key import TellerKey
from tally.problem import Problem


def key_for(folder: CeremonyFolder, file: KeyFile) -> TellerKey:
    """The key, if it was made for this folder's meeting and its certificate is still there.

    Raises Problem "key-meeting", "ceremony-waiting" when nobody has joined in its place,
    "certificate-exchanged" when somebody else's certificate stands there.
    """
    file.refuse_other_meeting(folder.definition_hash)
    key = file.key
    if not folder.has(key.index, CERTIFICATE):
        folder.wait_for(CERTIFICATE)
    own = derive_keys(folder.group, key.seed)
    try:
        found = folder.certificate(key.index)
        same = (found.verification, found.encryption) == (own.verification, own.encryption)
    except CeremonyError:
        same = False
    if not same:
        raise Problem(
            "certificate-exchanged",
            "The certificate of teller {teller} in this folder is not the one that your key file "
            "{key} made. If you have made no other key file, somebody who carried the folder put "
            "it there. Nothing was changed here. Tell the other tellers, keep this folder as "
            "evidence, and start again with everybody, with new key files:\n    {again}",
            where=str(folder.message_path(key.index, CERTIFICATE)),
            teller=folder.name(key.index),
            key=file.path,
            again=restart_command(folder),
        )
    return key
