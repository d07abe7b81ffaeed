"""When does what was put off come up again?"""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, or_

from syndicate.domain.errands import LONGEST_HEEDED


def comes_up(not_before: Column[Any], now: datetime) -> ColumnElement[bool]:
    """Tell whether a request that we owe may be made.

    None is put off for longer than `LONGEST_HEEDED`. What seems to be was put off by a clock
    that ran ahead and was put right, and must not wait until the clock has caught up.
    """
    ahead = not_before > now + LONGEST_HEEDED
    return or_(not_before.is_(None), not_before <= now, ahead)
