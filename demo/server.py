"""Serves folders as websites on loopback, over HTTP and HTTPS, and counts who asked for what.

A site is a folder with one sub-folder a host name: `sites/<name>/clinic.example/about/index.html` answers
`clinic.example/about/`. A file `_routes.toml` in the site's folder gives answers that a file cannot:

    ["clinic.example/old/"]
    status = 302
    headers = { Location = "/new/" }
    body = ""            # or: file = "clinic.example/feed.xml", a file beside _routes.toml,
                         # or: file = ["settings.js", "program.js"], several, joined
    delay = 0.5          # seconds before the answer

`["clinic.example/*"]` is the answer for whatever else is asked of a host.
"""

import gzip
import mimetypes
import ssl
import threading
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

import trustme

TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".html": "text/html; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One request that arrived."""

    method: str
    host: str
    path: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; `delay` is in seconds."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0


Route = Reply | Callable[[BaseHTTPRequestHandler], Reply]


@cache
def authority() -> trustme.CA:
    """The certificate authority of this process; no browser or crawler trusts it unless told to."""
    return trustme.CA()


def routes_in(folder: Path) -> dict[str, Route]:
    """The answers that `_routes.toml` in `folder` describes, by `host/path`."""
    file = folder / "_routes.toml"
    if not file.is_file():
        return {}
    routes: dict[str, Route] = {}
    for place, entry in tomllib.loads(file.read_text()).items():
        body = joined(folder, entry["file"]) if "file" in entry else entry.get("body", "").encode()
        routes[place] = Reply(entry.get("status", 200), entry.get("headers", {}), body, entry.get("delay", 0.0))
    return routes


def joined(folder: Path, names: str | list[str]) -> bytes:
    """The content of a file in `folder`, or of several, one after the other."""
    return b"".join((folder / name).read_bytes() for name in ([names] if isinstance(names, str) else names))


def hosts_of(folders: Iterable[Path], routes: Iterable[str]) -> tuple[str, ...]:
    """The host names that have a sub-folder in one of `folders` or a place among `routes`, sorted."""
    named = {place.name for folder in folders for place in folder.iterdir() if place.is_dir()}
    return tuple(sorted(named | {place.partition("/")[0] for place in routes} - {"*"}))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, ssl.SSLError, TimeoutError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        pass

    def _answer(self) -> None:
        host = self.headers.get("Host", "").rsplit(":", 1)[0].lower()
        self.server.site.hits.append(Hit(self.command, host, self.path))
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        reply = self.server.site.reply(host, self)
        if reply.delay:
            time.sleep(reply.delay)
        body = reply.body
        self.send_response(reply.status)
        headers = dict(reply.headers)
        packable = headers.get("Content-Type", "").startswith(("text/", "application/json"))
        if packable and len(body) > 200 and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        headers.setdefault("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _answer  # noqa: N815 - http.server's names


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    site: "SiteServer"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up, or refuses our certificate, is not the server's fault."""


class SiteServer:
    """The hosts in `folders`, on 127.0.0.1 at `port` and, for HTTPS, at `tls_port`. Use it in a `with` block.

    `routes` go before `_routes.toml`, and that before files; a key is `host/path`, or `*/path` for any host;
    `host/*` answers whatever else is asked of a host.
    `hosts` are, unless given, those with a folder or a route. `hits` lists every request in order of arrival.
    """

    def __init__(self, *folders: Path, routes: Mapping[str, Route] | None = None, hosts: tuple[str, ...] = ()) -> None:
        self.folders = folders
        self.hits: list[Hit] = []
        self._routes: dict[str, Route] = {}
        for folder in folders:
            self._routes |= routes_in(folder)
        self._routes |= dict(routes or {})
        self.hosts = hosts or hosts_of(folders, self._routes)
        self._servers: list[_Server] = []

    def __enter__(self) -> Self:
        self.port = self._listen(None)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority().issue_cert(*self.hosts, "localhost").configure_cert(context)
        self.tls_port = self._listen(context)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _listen(self, context: ssl.SSLContext | None) -> int:
        server = _Server(("127.0.0.1", 0), _Handler)
        server.site = self
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        self._servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return int(server.server_address[1])

    @property
    def pins(self) -> tuple[str, ...]:
        """Values for --resolve that lead every host, on its usual ports, to this server."""
        return (f"*:80:127.0.0.1:{self.port}", f"*:443:127.0.0.1:{self.tls_port}")

    def reply(self, host: str, handler: BaseHTTPRequestHandler) -> Reply:
        """The answer to the request in `handler`."""
        path = urlsplit(handler.path).path
        for place in (f"{host}{handler.path}", f"{host}{path}", f"*{path}"):
            route = self._routes.get(place)
            if route is not None:
                return route if isinstance(route, Reply) else route(handler)
        found = self._file(host, unquote(path))
        rest = self._routes.get(f"{host}/*") if found.status == 404 else None
        if rest is None:
            return found
        return rest if isinstance(rest, Reply) else rest(handler)

    def _file(self, host: str, path: str) -> Reply:
        if host not in self.hosts:
            return Reply(404, {"Content-Type": "text/plain"}, b"no such host")
        root = next((folder / host for folder in self.folders if (folder / host).is_dir()), self.folders[0] / host)
        root = root.resolve()
        file = (root / path.lstrip("/")).resolve()
        if not file.is_relative_to(root):
            return Reply(404, {"Content-Type": "text/plain"}, b"no such host")
        if file.is_dir():
            if not path.endswith("/"):
                return Reply(301, {"Location": path + "/"})
            file = file / "index.html"
        elif not file.is_file() and (html := file.with_name(file.name + ".html")).is_file():
            file = html
        if not file.is_file():
            return Reply(404, {"Content-Type": "text/html"}, b"<!doctype html><title>Not found</title><h1>404</h1>")
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return Reply(200, {"Content-Type": kind}, file.read_bytes())
