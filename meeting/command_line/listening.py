"""The address at which a server or a kiosk listens, as it was typed and as a URL has it."""

from __future__ import annotations

import socket

from meeting.problem import Problem


def host_of(typed: str) -> str:
    """The host that was typed for `--host`, an IPv6 address without its brackets.

    Raises Problem("host-form") for what is no host of this machine: above all, a port behind it.
    """
    host = typed.strip()
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    if not _is_known(host):
        raise Problem(
            "host-form",
            "{typed} is no address to listen at. Give an address of this machine, such as"
            " 127.0.0.1, 0.0.0.0 (all of them) or ::1, without http:// and without a port; the"
            " port is given with --port.",
            where="--host",
            typed=typed or '""',
        )
    return host


def _is_known(host: str) -> bool:
    try:
        return bool(host and socket.getaddrinfo(host, None, family_of(host)))
    except (OSError, UnicodeError):
        return False


def family_of(host: str) -> socket.AddressFamily:
    """The kind of a host that `host_of` returned."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def in_url(host: str) -> str:
    """A host as it stands in a URL, before the port."""
    return f"[{host}]" if ":" in host else host
