"""The URL parser against the web platform's own cases, which are not part of this repository.

    python -m tests.scanner.whatwg urltestdata.json

The file is `url/resources/urltestdata.json` of web-platform-tests. An address of http, https, ws or wss has to be taken
apart as the case says; everything else, failures included, has to be no address.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from scanner import urls

WEB = ("http:", "https:", "ws:", "wss:")


def agrees(case: Mapping[str, str | None]) -> bool:
    """Whether we read an address as the case says."""
    text, base = case["input"] or "", case["base"] or ""
    address = urls.parse(text, base)
    joined = urls.join(base, text) if base else address and address.href
    if case.get("failure") or case["protocol"] not in WEB:
        return (address, joined) == (None, None)
    if address is None:
        return False
    search = f"?{address.query}" if address.query else ""
    ours = (address.href, f"{address.scheme}:", address.host, address.netloc, address.path, search, joined)
    names = ("href", "protocol", "hostname", "host", "pathname", "search", "href")
    return ours == tuple(case[name] for name in names)


def main(file: str) -> int:
    """Print what disagrees, and how many agree."""
    cases = [case for case in json.loads(Path(file).read_text(encoding="utf-8")) if isinstance(case, dict)]
    wrong = [case for case in cases if not agrees(case)]
    web = sum(case.get("protocol") in WEB for case in cases)
    lines = (
        *map(json.dumps, wrong),
        f"{len(cases) - len(wrong)} of {len(cases)} agree; {web} are addresses of the web",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
