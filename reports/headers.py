"""The headers of a mail as they go over the wire: ASCII, folded, and without anything that a text could add to them.

The standard library of Python versions in use folds long names with letters outside ASCII wrongly, and writes line
breaks that an encoded word in a text stands for.
"""

import re
import textwrap
from base64 import b64encode
from collections.abc import Iterable, Iterator

from reports.clean import one_line, valid
from reports.envelope import Address

WIDTH = 76
_OCTETS = 36
"""Bytes in an encoded word: beside the name of a header it keeps the line within 76 characters (RFC 2047)."""

_PLAIN = re.compile(r"[ -~]*")
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?: [\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)


def text(name: str, value: str) -> str:
    """A header of free text."""
    value = one_line(valid(value))
    if _is_plain(value):
        rows = textwrap.wrap(f"{name}: {value}", WIDTH, break_on_hyphens=False, break_long_words=False)
        if max(map(len, rows)) <= WIDTH:
            return _line("\r\n ".join(rows))
    return _line(f"{name}: " + "\r\n ".join(_encoded(value)))


def mailboxes(name: str, addresses: Iterable[Address]) -> str:
    """A header of addresses, each on lines of its own."""
    return _line(f"{name}: " + ",\r\n ".join(_mailbox(one) for one in addresses))


def _mailbox(address: Address) -> str:
    if not address.name:
        return address.mailbox
    name = one_line(valid(address.name))
    if not _is_plain(name) or len(name) > WIDTH:
        return "\r\n ".join((*_encoded(name), f"<{address.mailbox}>"))
    if not _ATOMS.fullmatch(name):
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        name = f'"{quoted}"'
    return f"{name}\r\n <{address.mailbox}>"


def _is_plain(value: str) -> bool:
    """Whether a text says the same to whoever decodes it."""
    return bool(_PLAIN.fullmatch(value)) and "=?" not in value


def _encoded(value: str) -> Iterator[str]:
    """`value` as encoded words, none of which cuts a letter in two."""
    word = b""
    for letter in value:
        octets = letter.encode()
        if len(word) + len(octets) > _OCTETS:
            yield f"=?utf-8?b?{b64encode(word).decode()}?="
            word = b""
        word += octets
    yield f"=?utf-8?b?{b64encode(word).decode()}?="


def _line(header: str) -> str:
    return f"{header}\r\n"
