"""Errors that a user can cause and mend.

UnembedError            has `what`, `thing` and `hint`; the command line prints them and exits with 2
├── UsageError          an argument, option or configuration value that cannot be used
├── FileError           a file or folder that cannot be read, written or understood
├── SignatureError      signature data that does not hold what it must
├── TargetError         the site asked for cannot be reached at all
├── BrowserError        no usable browser, or one that does not start
└── MailError           a mail that is not sent: no way to the mail server, or it refuses something
"""


class UnembedError(Exception):
    """Something a user can mend: `what` went wrong, the exact `thing`, and one `hint` what to do next."""

    def __init__(self, what: str, thing: str, hint: str) -> None:
        super().__init__(f"{what}: {thing}")
        self.what = what
        self.thing = thing
        self.hint = hint


class UsageError(UnembedError):
    """An argument, option or configuration value that cannot be used."""


class FileError(UnembedError):
    """A file or folder that cannot be read, written or understood."""


class SignatureError(UnembedError):
    """Signature data that does not hold what it must; `thing` names file, record and key."""


class TargetError(UnembedError):
    """The site asked for cannot be reached at all."""


class BrowserError(UnembedError):
    """No usable browser, or one that does not start."""


class MailError(UnembedError):
    """A mail that is not sent: no way to the mail server, or it refuses something."""
