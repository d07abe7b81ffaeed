"""What was set for this site, in settings.toml and in the environment?"""

from syndicate.settings.loading import load, pin_time_zones
from syndicate.settings.root import Settings
from syndicate.settings.signing_key import load_keys, renew_key
from syndicate.settings.site_secret import load_secret

__all__ = ["Settings", "load", "load_keys", "load_secret", "pin_time_zones", "renew_key"]
