"""What site do the workers of a bench share, and how large are its jobs?"""

from functools import cached_property
from pathlib import Path

from bench.delivery import SITE
from syndicate.app import App
from syndicate.app.engine import Engine
from syndicate.domain.jobs import MAILS_A_JOB, Work
from syndicate.services.desks import jobs_at_once
from syndicate.settings import load
from syndicate.transports.procrastinate_jobs import ProcrastinateJobs

CONNECTIONS = 4  # of each process, as [mail] connections is by default
LAPSE = 60
ENGINE = '[store]\nurl = "{url}"\n[workers]\nengine = "procrastinate"\n'


def settings_in(folder: Path, url: str, port: int) -> Path:
    """Write the settings of a site of several workers, which mails to a port of this machine."""
    folder.mkdir()
    settings = folder / "settings.toml"
    settings.write_text(SITE.format(port=port, connections=CONNECTIONS) + ENGINE.format(url=url))
    return settings


class Sized(App):
    """A site whose jobs are for so many mails."""

    size = MAILS_A_JOB

    @cached_property
    def queue(self) -> Engine:
        """Its jobs, in tables that the site's own engine made."""
        made = super().queue
        if self.size == MAILS_A_JOB:
            return made
        at_once = {Work.MAIL: jobs_at_once(CONNECTIONS), Work.ERRANDS: 1}
        url = self.engines.write.url
        return ProcrastinateJobs(url, at_once=at_once, lapse=LAPSE, mails_a_job=self.size)


def opened(settings: Path, size: int = MAILS_A_JOB) -> App:
    """Open a site whose jobs are for so many mails."""
    app = Sized(load(settings))
    app.size = size
    return app
