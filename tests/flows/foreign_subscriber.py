"""What does a subscriber of other hands do? Flask-WebSub's, in a process of its own.

It runs by the Python of an environment that has Flask-WebSub, and nothing of ours: see
decision 0033. It takes commands by lines, `subscribe ADDRESS` and `unsubscribe CALLBACK`, and
tells what happens to it by lines of JSON: what, about which topic, and what was said.
"""

import json
import sys
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

from flask import Flask  # type: ignore[import-not-found]
from flask_websub.subscriber import (  # type: ignore[import-not-found]
    SQLite3SubscriberStorage,
    SQLite3TempSubscriberStorage,
    Subscriber,
    discover,
)


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log_message(self, *_: object) -> None:
        """Drop it."""


def tell(what: str, topic: str, said: str) -> None:
    """Say what happened."""
    sys.stdout.write(f"{json.dumps([what, topic, said])}\n")
    sys.stdout.flush()


def main() -> None:
    """Subscribe to what is asked for until no more is."""
    folder = Path(sys.argv[1])
    app = Flask(__name__)
    subscriber = Subscriber(
        SQLite3SubscriberStorage(str(folder / "subscriptions.db")),
        SQLite3TempSubscriberStorage(str(folder / "requests.db")),
    )
    subscriber.add_success_handler(lambda topic, _, mode: tell(mode, topic, ""))
    subscriber.add_error_handler(lambda topic, _, reason: tell("denied", topic, reason))
    subscriber.add_listener(lambda topic, _, body: tell("content", topic, body.decode()))
    app.register_blueprint(subscriber.build_blueprint(url_prefix="/callbacks"))
    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        app.config["SERVER_NAME"] = f"127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        for line in sys.stdin:
            command, _, about = line.strip().partition(" ")
            with app.app_context():
                if command == "subscribe":
                    found = discover(about)
                    tell("asked", found["topic_url"], subscriber.subscribe(**found))
                else:
                    subscriber.unsubscribe(about)
                    tell("asked", "", about)


if __name__ == "__main__":
    main()
