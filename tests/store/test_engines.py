"""Do readers never wait, writers never collide, and bad addresses get a clear line?"""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from syndicate.errors import SettingsFault, Temporary
from syndicate.store import migrations
from syndicate.store.engines import Engines, analyze, open_engines
from syndicate.store.programs import session_name
from syndicate.store.tables import articles, slugs, suppressions
from tests.store.children import child, count_up
from tests.store.rows import ARTICLE, NOON, an_article

HEAD = select(articles.c.head)


def pragma(engines: Engines, name: str) -> tuple[object, object]:
    """Read a setting of both engines: the reading one's, the writing one's."""
    with engines.read.connect() as reading, engines.write.connect() as writing:
        read = reading.exec_driver_sql(f"PRAGMA {name}").scalar()
        return read, writing.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.fixture
def one_article(engines: Engines) -> Engines:
    """Begin with an article whose head can be counted up."""
    with engines.write.begin() as connection:
        connection.execute(an_article())
    return engines


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("journal_mode", ("wal", "wal")),
        ("synchronous", (2, 2)),
        ("foreign_keys", (1, 1)),
        ("busy_timeout", (5000, 5000)),
        ("query_only", (1, 0)),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_connections_are_set_up(
    engines: Engines, name: str, expected: tuple[object, object]
) -> None:
    assert pragma(engines, name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("TimeZone", "UTC"),
        ("statement_timeout", "0"),
        ("application_name", session_name(migrations.HEAD)),
    ],
)
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_sessions_are_set_up(engines: Engines, name: str, expected: str) -> None:
    with engines.read.connect() as reading, engines.write.connect() as writing:
        assert reading.exec_driver_sql(f"SHOW {name}").scalar() == expected
        assert writing.exec_driver_sql(f"SHOW {name}").scalar() == expected


def test_a_new_sqlite_file_is_made_with_its_folder_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "syndicate.db"
    with closing(open_engines(f"sqlite:///{path}")):
        assert {each.stat().st_mode & 0o777 for each in path.parent.iterdir()} == {0o600}
    assert [each.name for each in path.parent.iterdir()] == ["syndicate.db"]


def test_the_reading_engine_refuses_to_write(one_article: Engines) -> None:
    with pytest.raises(DBAPIError), one_article.read.begin() as connection:
        connection.execute(delete(articles))


def test_what_is_read_in_one_transaction_is_of_one_moment(one_article: Engines) -> None:
    with one_article.read.connect() as reading:
        before = reading.scalar(HEAD)
        with one_article.write.begin() as writing:
            writing.execute(update(articles).values(head=2))
        assert reading.scalar(HEAD) == before
    with one_article.read.connect() as reading:
        assert reading.scalar(HEAD) == 2


def test_a_reader_does_not_wait_for_a_writer(one_article: Engines) -> None:
    with one_article.write.begin() as writing:
        writing.execute(update(articles).values(head=2))
        with one_article.read.connect() as reading:
            assert reading.scalar(HEAD) == 1


def test_threads_that_read_and_then_write_lose_nothing(one_article: Engines) -> None:
    def raise_head(_: int) -> None:
        with one_article.write.begin() as connection:
            head = connection.scalars(HEAD.with_for_update()).one()
            connection.execute(update(articles).values(head=head + 1))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(raise_head, range(40)))
    with one_article.read.connect() as connection:
        assert connection.scalar(HEAD) == 41


def test_processes_that_read_and_then_write_lose_nothing(
    one_article: Engines, database_url: str
) -> None:
    with ExitStack() as stack:
        pipes = [stack.enter_context(child(count_up, database_url, 40))[1] for _ in range(2)]
        assert [pipe.recv() for pipe in pipes] == ["ready", "ready"]
        for pipe in pipes:
            pipe.send("go")
        assert [pipe.recv() for pipe in pipes] == ["counted", "counted"]
    with one_article.read.connect() as connection:
        assert connection.scalar(HEAD) == 81


def test_foreign_keys_hold(engines: Engines) -> None:
    slug_of_nothing = insert(slugs).values(slug="a", current=True, since=NOON, article_id=ARTICLE)
    with pytest.raises(IntegrityError), engines.write.begin() as connection:
        connection.execute(slug_of_nothing)


def test_statistics_can_be_refreshed_within_the_transaction_that_grew_a_table(
    engines: Engines,
) -> None:
    with engines.write.begin() as connection:
        connection.execute(an_article())
        analyze(connection, articles.name, suppressions.name)
        assert connection.scalar(select(func.count()).select_from(articles)) == 1


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://localhost/syndicate", "no store of kind 'mysql'"),
        ("syndicate.db", "'syndicate.db' is no database address"),
        ("sqlite://", "SQLite is given by the path of a file alone"),
        ("sqlite:///:memory:", "SQLite is given by the path of a file alone"),
        ("sqlite:///file:x?mode=memory&uri=true", "SQLite is given by the path of a file alone"),
    ],
)
def test_an_address_that_cannot_work_is_refused_with_the_way_to_write_one(
    url: str, says: str
) -> None:
    with pytest.raises(SettingsFault, match=r"sqlite:///path/to/syndicate\.db") as refused:
        open_engines(url)
    assert str(refused.value).startswith("store.url: ")
    assert says in str(refused.value)


def test_a_file_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("not a folder")
    with pytest.raises(SettingsFault, match=r"cannot make .*/var/syndicate\.db"):
        open_engines(f"sqlite:///{tmp_path}/var/syndicate.db")


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Call the mayor back. " * 100)
    with pytest.raises(SettingsFault, match=r"notes\.txt cannot be read .*not a database"):
        open_engines(f"sqlite:///{path}")
    assert path.read_text() == "Call the mayor back. " * 100


def test_a_folder_is_not_taken_for_a_database(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="unable to open database file"):
        open_engines(f"sqlite:///{tmp_path}")


def test_an_option_that_postgresql_does_not_know_is_refused() -> None:
    with pytest.raises(SettingsFault, match="colour"):
        open_engines("postgresql://localhost/syndicate?colour=red")


def test_a_server_that_does_not_answer_may_answer_later(tmp_path: Path) -> None:
    with pytest.raises(Temporary, match="does not answer") as away:
        open_engines(f"postgresql://ada:secret@/syndicate?host={tmp_path}")
    assert "\n" not in str(away.value)
    assert "secret" not in str(away.value)


def test_a_missing_driver_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsFault, match=r"pip install syndicate\[postgres\]"):
        open_engines("postgresql://localhost/syndicate")


def test_what_a_statement_was_given_is_in_no_error(engines: Engines) -> None:
    statement = text("SELECT nothing FROM suppressions WHERE email = :email")
    with engines.write.begin() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(statement, {"email": "ada@example.org"})
    assert "ada@" not in str(caught.value)
