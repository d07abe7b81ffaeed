"""Which of a few large providers has a mailbox? So that figures of mail have bounded labels."""

_OF = {
    "google": ("gmail.com", "googlemail.com"),
    "microsoft": ("outlook", "hotmail", "live", "msn.com"),
    "yahoo": ("yahoo", "ymail.com", "rocketmail.com", "aol.com"),
    "apple": ("icloud.com", "me.com", "mac.com"),
    "united-internet": ("gmx", "web.de"),
}
_WHOLE = {name: whose for whose, names in _OF.items() for name in names if "." in name}
_COUNTRIES = {name: whose for whose, names in _OF.items() for name in names if "." not in name}

OTHER = "other"
PROVIDERS = (*_OF, OTHER)


def provider_of(domain: str) -> str:
    """Return which of PROVIDERS a domain belongs to, as far as its name tells: yahoo.co.uk, too."""
    lowered = domain.lower()
    first, _, rest = lowered.partition(".")
    return _WHOLE.get(lowered) or (_COUNTRIES.get(first) if _is_ending(rest) else None) or OTHER


def _is_ending(rest: str) -> bool:
    """Tell whether that is what names of countries and the like end in: com, fr, co.uk."""
    return len(rest.split(".")) <= 2 and all(0 < len(part) <= 3 for part in rest.split("."))  # noqa: PLR2004 - of two parts at most
