"""Which states of a store do its tests begin with?"""

import pytest

from syndicate.store.engines import Engines
from tests.store.rows import insert_consent, insert_line, insert_published


@pytest.fixture
def published(engines: Engines) -> Engines:
    """Fill a store with one article of one revision, mailed in one cohort."""
    with engines.write.begin() as connection:
        insert_published(connection)
    return engines


@pytest.fixture
def agreed(engines: Engines) -> Engines:
    """Fill a store with one reader's consent to one newsletter."""
    with engines.write.begin() as connection:
        insert_consent(connection)
    return engines


@pytest.fixture
def logged(published: Engines) -> Engines:
    """Log the one revision there is."""
    with published.write.begin() as connection:
        insert_line(connection)
    return published
