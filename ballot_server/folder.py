"""Making the folder that a server lives in."""

from __future__ import annotations

from ballot_server.command_problems import FolderNotEmpty
from ballot_server.config import ServerConfig
from ballot_server.engine import open_store
from ballot_server.schema import migrate
from crypto.server_key import ServerKey, ServerPublicKey
from meeting.files import write_new


def make_folder(config: ServerConfig) -> ServerPublicKey:
    """Make the folder, the server's key and an empty database; return the public key.

    Raises FolderNotEmpty where there is a server already, Problem when it cannot be written.
    """
    if config.server_key.exists() or config.database.exists():
        raise FolderNotEmpty(where=str(config.folder))
    config.folder.mkdir(parents=True, exist_ok=True)
    config.folder.chmod(0o700)
    config.keys.mkdir(mode=0o700, exist_ok=True)
    store = open_store(config)
    with store.connection() as connection:
        migrate(connection)
    store.dispose()
    key = ServerKey.generate()
    write_new(config.server_key, key.to_pem(), mode=0o600)
    return key.public
