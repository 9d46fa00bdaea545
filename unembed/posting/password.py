"""The password of the mail server: from the environment or the system's keyring, never from the command line."""

import os
from importlib import import_module

from scanner.errors import MailError

VARIABLE = "UNEMBED_SMTP_PASSWORD"


def password(host: str, user: str) -> str:
    """The password of `user` at `host`: UNEMBED_SMTP_PASSWORD, else what the keyring has under `unembed:HOST`.

    Raises MailError if there is none.
    """
    found = os.environ.get(VARIABLE) or _kept(f"unembed:{host}", user)
    if not found:
        hint = f"set {VARIABLE}, or keep it with: keyring set unembed:{host} {user}"
        raise MailError("no password for the mail server", f"{user} at {host}", hint)
    return found


def _kept(service: str, user: str) -> str | None:
    """What the keyring has, if the package `keyring` is installed. Raises MailError for one that stays shut."""
    try:
        keyring = import_module("keyring")
        errors = import_module("keyring.errors")
    except ImportError:
        return None
    try:
        found = keyring.get_password(service, user)
    except errors.KeyringError as error:
        thing = str(error) or type(error).__name__
        raise MailError("the keyring cannot be opened", thing, f"unlock it, or set {VARIABLE}") from error
    return found if isinstance(found, str) else None
