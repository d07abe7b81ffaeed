"""What can go wrong, told by what the caller can do about it.

    SyndicateError
    ├── AskedWrongly          ask again, corrected (exit code 2)
    │   ├── NotFound          no such article, newsletter, subscriber, …
    │   ├── Refused           the policy forbids it; the message names the way round
    │   ├── Unreadable        the input cannot be understood; names file and line
    │   └── SettingsFault     mend settings.toml or a template; names every fault
    ├── CouldNot              the request was right, the world was not (exit code 1)
    │   ├── Conflict          somebody else was quicker: read again, then decide
    │   │   └── Stale         what was edited is not the newest: put both texts together
    │   ├── Temporary         the same call may succeed later: retry with back-off
    │   │   ├── TooOften      too much was asked from one network: ask again later
    │   │   ├── Closed        a connection ended before anything was begun on it: connect again
    │   │   └── PutOff        a destination says "not now": retry, and tell if it says so often
    │   │       └── Throttled     it takes no more mail for now: hold back all that goes there
    │   ├── MessageRefused    a mail server will not have this message: mend it, not the address
    │   ├── InDoubt           it is not known whether the server accepted: do not repeat unasked
    │   └── Broken            data is not what it must be: stop and look
    └── AddressRefused        the address itself is bad: do not try it again

Every message says what was wrong, with the value, and what to do.
"""


class SyndicateError(Exception):
    """Anything Syndicate reports on purpose; its text is one line for a person."""


class AskedWrongly(SyndicateError):
    """The request itself has to change."""


class NotFound(AskedWrongly):
    """The named thing does not exist."""


class Refused(AskedWrongly):
    """A rule of the product forbids this."""


class Unreadable(AskedWrongly):
    """An input file cannot be understood."""


class SettingsFault(AskedWrongly):
    """settings.toml or a template has to be mended."""


class CouldNot(SyndicateError):
    """The request was right but could not be carried out."""


class Conflict(CouldNot):
    """The thing was changed by somebody else in the meantime."""


class Stale(Conflict):
    """The state that was edited is not the newest any more."""


class Temporary(CouldNot):
    """The same call may succeed later."""


class TooOften(Temporary):
    """Too much was asked for from one network just now."""


class Closed(Temporary):
    """A connection ended before the message was begun: connect again, at once."""


class PutOff(Temporary):
    """A destination does not take this message now."""


class Throttled(PutOff):
    """A destination takes no more messages for now, whoever they are for."""


class MessageRefused(CouldNot):
    """A mail server refused this message for good, whoever it is for."""


class InDoubt(CouldNot):
    """It is not known whether the mail server accepted the message."""


class Broken(CouldNot):
    """Stored data is not what it must be."""


class AddressRefused(SyndicateError):
    """A mail server refused this one address for good."""
