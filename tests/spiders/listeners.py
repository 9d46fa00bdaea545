"""Web servers on single loopback addresses that count who came, for tests of who may be connected to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

PAGE = b"<!doctype html><title>inside</title><p>internal"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Listener"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        pass

    def _answer(self) -> None:
        self.server.requests.append(f"{self.command} {self.path}")
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        moved = self.path.startswith("/to/")
        body = b"" if moved else self.server.pages.get(self.path, PAGE)
        self.send_response(302 if moved else 200)
        if moved:
            self.send_header("Location", unquote(self.path.removeprefix("/to/")))
        self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_OPTIONS = _answer  # noqa: N815 - http.server's names


class Listener(ThreadingHTTPServer):
    """Answers `pages` by path, anything else with `PAGE`, and `/to/<address>` with a redirect there.

    `connections` counts connections, also those on which nothing was asked; `requests` lists methods and paths.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.pages: dict[str, bytes] = {}
        self.requests: list[str] = []
        self.connections = 0
        super().__init__((address, 0), _Handler)
        self.port = int(self.server_address[1])
        shown = f"[{address}]" if ":" in address else address
        self.netloc = f"{shown}:{self.port}"

    def verify_request(self, request: object, client_address: object) -> bool:  # noqa: ARG002 - socketserver's names
        """Counts what was accepted."""
        self.connections += 1
        return True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no fault."""


@contextmanager
def listening(address: str) -> Iterator[Listener]:
    """A listener on a free port of a loopback address until the block ends."""
    with Listener(address) as listener:
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield listener
        finally:
            listener.shutdown()
            thread.join()
