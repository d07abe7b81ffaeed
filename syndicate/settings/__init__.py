"""What was set for this site, in settings.toml and in the environment?"""

from syndicate.settings.loading import load, pin_time_zones
from syndicate.settings.root import Settings
from syndicate.settings.site_secret import site_secret

__all__ = ["Settings", "load", "pin_time_zones", "site_secret"]
