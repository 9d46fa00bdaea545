"""Text from the web, made safe to show: nothing in it can move a cursor, turn a line round or give a command.

What is taken out stays visible as an escape such as `\\x1b` or `\\u202e`, because it may be the evidence itself.
"""

import re

_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0"  # soft hyphen, joiners and fillers without width
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # marks, overrides, isolates
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates and noncharacters
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef"  # tags, variation selectors
)
_CONTROL = re.compile(f"[{_UNSEEN}]")
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILE = re.compile(f"(?<=[{_MARKS}]{{3}})[{_MARKS}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RUNNER_COMMAND = re.compile(r"##(?=[\w-]*\[)")
_RUNNER_LINE = re.compile(r"^(\s*):(?=:)", re.MULTILINE)


def visible(text: str) -> str:
    """`text` with control, bidirectional and invisible characters as escapes; tabs and line feeds stay.

    Of marks piled upon one letter, which would run over other lines, three stay.
    """
    return _PILE.sub(_escape, _CONTROL.sub(_escape, text))


def one_line(text: str) -> str:
    """`visible`, with every run of white space as one space."""
    return visible(" ".join(text.split()))


def valid(text: str) -> str:
    """`text` with lone surrogates as U+FFFD, so that every encoder takes it."""
    return _SURROGATE.sub("\ufffd", text)


def no_commands(text: str) -> str:
    """`text` in which no line is a command to a CI runner (`::error::…`, `##[group]`, `##vso[…]`)."""
    return _RUNNER_LINE.sub(r"\1\\x3a", _RUNNER_COMMAND.sub(r"#\\x23", text))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
