"""The password of the mail server: from the environment or the system's keyring, never from the command line."""

import os
from importlib import import_module
from importlib.util import find_spec

from scanner.errors import MailError

VARIABLE = "UNEMBED_SMTP_PASSWORD"
EXTRA = "unembed[keyring] to keep it in the system's keyring"


def password(host: str, user: str) -> str:
    """The password of `user` at `host`: UNEMBED_SMTP_PASSWORD, else what the keyring has under `unembed:HOST`.

    Raises MailError if there is none, and for a keyring that stays shut.
    """
    found = os.environ.get(VARIABLE) or _kept(f"unembed:{host}", user)
    if not found:
        keep = f"keep it with: keyring set unembed:{host} {user}" if _is_installed() else f"install {EXTRA}"
        raise MailError("no password for the mail server", f"{user} at {host}", f"set {VARIABLE}, or {keep}")
    return found


def _is_installed() -> bool:
    return find_spec("keyring") is not None


def _kept(service: str, user: str) -> str | None:
    """What the keyring has, if the package `keyring` is installed. Raises MailError for one that stays shut."""
    if not _is_installed():
        return None
    keyring, errors = import_module("keyring"), import_module("keyring.errors")
    try:
        found = keyring.get_password(service, user)
    except errors.KeyringError as error:
        thing = " ".join(str(error).split()).partition(". ")[0] or type(error).__name__
        raise MailError("the keyring cannot be opened", thing, f"unlock it, or set {VARIABLE}") from error
    return found if isinstance(found, str) else None
