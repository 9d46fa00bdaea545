"""`python -m bench.rendered PORT FOLDER`: as `unembed crawl --render always`, but pages are not tried out.

It says what rendering alone costs. The ids of the forms found are printed.
"""

import sys
from pathlib import Path

from bench.site import HOST
from scanner.findings import findings
from scanner.model import Target
from scanner.recognise import Recogniser
from scanner.signatures import load
from spiders.crawl import crawl
from spiders.guard import parse_pin
from spiders.options import Options, RenderMode
from spiders.scope import hosts_in_scope

if __name__ == "__main__":
    port, folder = sys.argv[1:]
    target = Target((f"http://{HOST}/",), (HOST,))
    pins = tuple(parse_pin(f"*:{asked}:127.0.0.1:{port}") for asked in (80, 443))
    recogniser = Recogniser(load(), hosts_in_scope(target))
    options = Options(RenderMode.ALWAYS, rate=1000.0, pins=pins, probe=False)
    crawled = crawl(target, options, recogniser, Path(folder), resume=False, progress=lambda _: None)
    print("\n".join(finding.value for finding in findings(crawled.traces, recogniser)))
