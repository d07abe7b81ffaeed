"""How do tests get jobs in a PostgreSQL database? With workers that lapse soon."""

from collections.abc import Mapping

from syndicate.domain.jobs import MAILS_A_JOB, Work
from syndicate.store.engines import Engines
from syndicate.store.migrate import exclusively
from syndicate.transports.procrastinate_jobs import ProcrastinateJobs, install

LAPSE = 2
AT_ONCE: Mapping[Work, int] = {Work.MAIL: 2, Work.ERRANDS: 1}


def jobs_in(engines: Engines, mails_a_job: int = MAILS_A_JOB) -> ProcrastinateJobs:
    """Make the tables for jobs, and return their engine."""
    with exclusively(engines) as connection:
        install(connection)
    return ProcrastinateJobs(
        engines.write.url, at_once=AT_ONCE, lapse=LAPSE, mails_a_job=mails_a_job
    )
