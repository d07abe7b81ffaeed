"""Do indexes of a migrated store run as the tables say? Autogeneration does not compare that."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from syndicate.store.engines import open_engines
from syndicate.store.migrate import migrate
from syndicate.store.tables import metadata

_COLUMNS = """
    SELECT made.name, field.seqno, field.name, field."desc"
    FROM sqlite_master AS made JOIN pragma_index_xinfo(made.name) AS field
    WHERE made.type = 'index' AND field.key ORDER BY made.name, field.seqno
"""


def columns(url: str) -> Mapping[str, list[tuple[Any, ...]]]:
    """Return the columns of each index, with their direction."""
    engine = create_engine(url)
    found: dict[str, list[tuple[Any, ...]]] = {}
    with engine.connect() as connection:
        for name, *rest in connection.execute(text(_COLUMNS)):
            found.setdefault(name, []).append(tuple(rest))
    engine.dispose()
    return {name: rest for name, rest in found.items() if not name.startswith("sqlite_")}


def test_each_index_of_a_migrated_store_runs_in_the_direction_of_the_tables(
    tmp_path: Path,
) -> None:
    migrated, made = (f"sqlite:///{tmp_path / name}" for name in ("migrated.db", "made.db"))
    with closing(open_engines(migrated)) as engines:
        migrate(engines)
    engine = create_engine(made)
    metadata.create_all(engine)
    engine.dispose()
    assert columns(migrated) == columns(made)
