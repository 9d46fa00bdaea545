"""A crawl in a process of its own, to be killed: `killed_crawl.py FOLDER PIN…` goes on with the run in FOLDER.

Writes `complete` or `incomplete` when it comes to its end.
"""

import sys
from pathlib import Path

from spiders.guard import parse_pin
from tests.spiders.crawling import run

if __name__ == "__main__":
    folder, *pins = sys.argv[1:]
    crawled = run(None, Path(folder), resume=True, pins=tuple(parse_pin(pin) for pin in pins), rate=2000.0)
    sys.stdout.write("complete\n" if crawled.coverage.complete else "incomplete\n")
