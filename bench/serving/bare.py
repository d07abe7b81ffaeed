"""What is the least that an ASGI application can do? Say the same bytes, whoever asks.

`python bare.py PORT FILE`: FILE is a pickle of status, headers and body by path. The server is
set up as the site's.
"""

import pickle
import sys
from collections.abc import Mapping
from pathlib import Path

from starlette.types import Receive, Scope, Send

from syndicate.web.server import listening, server_for

Said = tuple[int, list[tuple[bytes, bytes]], bytes]


class Bare:
    """Answers what it was given for a path."""

    def __init__(self, answers: Mapping[str, Said]) -> None:
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        del receive
        status, headers, body = self._answers[scope["path"]]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def main() -> None:
    port, file = sys.argv[1:]
    answers = pickle.loads(Path(file).read_bytes())  # noqa: S301 - the bench's own
    with listening("127.0.0.1", int(port)) as sockets:
        server_for(Bare(answers)).run(sockets)


if __name__ == "__main__":
    main()
