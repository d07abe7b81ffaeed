"""What is there to do behind the scenes? A job only says "look there": rows say what."""

from enum import StrEnum

MAILS_A_JOB = 500
MOST_JOBS = 20
"""So many are added at once for mail that waits; one that ends looks whether more are due."""


class Work(StrEnum):
    """What a job may say is to be looked for."""

    MAIL = "mail"
    ERRANDS = "errands"


def jobs_for(mails: int, mails_a_job: int) -> int:
    """Return how many jobs so many mails are for."""
    return -(-mails // mails_a_job)
