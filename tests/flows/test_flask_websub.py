"""Does a subscriber that others wrote, Flask-WebSub, get on with our hub?"""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask_websub.subscriber import (
    SQLite3SubscriberStorage,
    SQLite3TempSubscriberStorage,
    Subscriber,
    discover,
)
from werkzeug.serving import make_server

from syndicate.app import App
from syndicate.domain.stories import Story
from syndicate.settings import load
from syndicate.web.server import listening, server_of
from tests.web.newsroom import BRIDGE, FERRY


@contextmanager
def served(folder: Path, url: str) -> Iterator[tuple[App, str]]:
    """Serve a site that may push to loopback, on a port of its own."""
    with listening("127.0.0.1", 0) as at:
        address = f"http://127.0.0.1:{at[0].getsockname()[1]}"
        place = folder / "settings.toml"
        place.write_text(
            f'[site]\ntitle = "Harbour"\nbase_url = "{address}"\n[store]\nurl = "{url}"\n'
            f'[security]\nsecret_file = "{folder}/secret"\n[egress]\nallow = ["127.0.0.1"]\n'
        )
        with closing(App(load(place))) as app:
            server = server_of(app)
            thread = threading.Thread(target=server.run, args=(at,))
            thread.start()
            try:
                yield app, address
            finally:
                server.should_exit = True
                thread.join()


@contextmanager
def subscribing(flask: Flask) -> Iterator[str]:
    """Serve a Flask application; yield its host and port."""
    server = make_server("127.0.0.1", 0, flask, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # it leaves its connections to the collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_flask_websub_finds_the_hub_subscribes_is_told_and_leaves(
    tmp_path: Path, sqlite_url: str
) -> None:
    kept = str(tmp_path / "subscriber.db")
    subscriber = Subscriber(SQLite3SubscriberStorage(kept), SQLite3TempSubscriberStorage(kept))
    told: list[bytes] = []
    stood: list[str] = []
    subscriber.add_listener(lambda _topic, _callback, body: told.append(body))
    subscriber.add_success_handler(lambda _topic, _callback, mode: stood.append(mode))
    flask = Flask("subscriber")
    flask.register_blueprint(subscriber.build_blueprint(url_prefix="/callbacks"))
    with served(tmp_path, sqlite_url) as (app, address), subscribing(flask) as place:
        app.publish(app.ingest(Story(content=FERRY), announce=True))
        found = discover(f"{address}/feeds/all.atom")
        assert found == {
            "topic_url": f"{address}/feeds/all.atom",
            "hub_url": f"{address}/hub",
        }
        with flask.test_request_context(base_url=f"http://{place}"):
            callback = subscriber.subscribe(**found)
            app.run_errands()
            app.publish(app.ingest(Story(content=BRIDGE), announce=True))
            app.run_errands()
            subscriber.unsubscribe(callback)
            app.run_errands()
        assert stood == ["subscribe", "unsubscribe"]
        assert [b"Bridge opens again" in body for body in told] == [True]
        assert list(app.show_errands.callbacks()) == []
