"""Who is told things by HTTP? A server on loopback that keeps what it got, and answers as told."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """One request, its headers by names in small letters."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    def asks(self, name: str) -> str:
        """Return a parameter of the query, empty where there is none."""
        return self.query.get(name, [""])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is answered."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[Got], Said]


def agrees(got: Got) -> Said:
    """Mean whatever is asked, and take whatever is told."""
    return Said(body=got.asks("hub.challenge").encode())


@dataclass(slots=True)
class Receiver:
    """Keeps what it got, in order. `answer` may be changed at any time."""

    answer: Answer = agrees
    got: list[Got] = field(default_factory=list)
    url: str = ""
    connections: int = 0

    def told(self) -> list[Got]:
        """Return what was posted."""
        return [each for each in self.got if each.method == "POST"]

    def asked(self) -> list[Got]:
        """Return what was asked."""
        return [each for each in self.got if each.method == "GET"]


@contextmanager
def receiving(answer: Answer = agrees, host: str = "127.0.0.1") -> Iterator[Receiver]:
    """Run a receiver."""
    receiver = Receiver(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            receiver.connections += 1
            super().setup()

        def do_GET(self) -> None:
            self.give()

        def do_POST(self) -> None:
            self.give()

        def give(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            got = Got(
                method=self.command,
                path=parts.path,
                query=parse_qs(parts.query, keep_blank_values=True),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=body,
            )
            said = receiver.answer(got)
            receiver.got.append(got)
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((host, 0), Handler) as server:
        server.daemon_threads = True
        receiver.url = f"http://{host}:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
