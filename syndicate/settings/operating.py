"""What is set for whoever runs the site: who is told what is wrong, and how logs are written?"""

from typing import Literal

from pydantic import Field

from syndicate.domain.alarms import Limits
from syndicate.settings.section import Section
from syndicate.settings.sections import Sender


class OperatorSection(Section):
    """[operator]: who is mailed what is wrong with the site, and when that is so."""

    email: Sender = ""
    bounce_percent: float = Field(default=5.0, ge=0, le=100)
    complaint_percent: float = Field(default=0.3, ge=0, le=100)
    free_percent: float = Field(default=10.0, ge=0, le=100)
    backup_days: int = Field(default=7, ge=0, le=3650)

    def limits(self) -> Limits:
        """Return when it is so."""
        return Limits(
            bounce_percent=self.bounce_percent,
            complaint_percent=self.complaint_percent,
            free_percent=self.free_percent,
            backup_days=self.backup_days,
        )


class LogSection(Section):
    """[log]: in which form processes that run on tell what happens."""

    format: Literal["logfmt", "json"] = "logfmt"
