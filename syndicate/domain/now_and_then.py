"""What is done every so often: is it time to do it again?"""

from datetime import datetime, timedelta


def is_time_again(last: datetime | None, every: timedelta, now: datetime) -> bool:
    """Tell whether it was done so long ago, or never.

    An instant that lies as far ahead is of a clock that ran ahead and was put right: what was
    noted then must not keep anything from being done until the clock has caught up.
    """
    return last is None or abs(now - last) >= every
