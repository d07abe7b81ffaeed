"""How much is written in one transaction, so that nobody else who writes waits long?"""

from datetime import timedelta

AIM = timedelta(milliseconds=80)
AIM_AMONG_ROWS = timedelta(milliseconds=160)
"""Where others wait for the rows of a step alone, and few of them for the whole step."""

LEAST, MOST = 250, 20_000


def next_rows(rows: int, took: timedelta, aim: timedelta = AIM) -> int:
    """Return how many rows to write next, after so many took so long.

    What took twice the aim is halved, what took half of it doubled, and no step is greater:
    one stall of the disk must not make the next hundred steps tiny. A clock that stood
    still, or was set back, says nothing.
    """
    if took <= timedelta(0):
        return rows
    fitting = int(rows * min(2.0, max(0.5, aim / took)))
    return min(max(fitting, LEAST), MOST)
