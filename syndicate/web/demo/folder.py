"""Where does the demonstration live, and what there is its own to make and to remove?"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from syndicate.domain.messages import Mailbox
from syndicate.errors import CouldNot, Refused
from syndicate.settings import Settings, load
from syndicate.settings.starting_files import templates_folder
from syndicate.web.demo.script import STORIES

MARK = ".syndicate-demo"
_MARKED = "Made by `syndicate demo`, which makes its own files here afresh at each start.\n"
_OWN = (
    "settings.toml",
    "secret",
    "syndicate.db",
    "syndicate.db-wal",
    "syndicate.db-shm",
    "journal/*",
    "chronicle/*",
    "mail/new/*.syndicate*",
    "mail/cur/*.syndicate*",
    "mail/tmp/*.syndicate*",
    "templates/pages/front.html",
    *(f"stories/{path.name}" for path in STORIES.iterdir()),
)
_SENDER = Mailbox(address="courier@example.org", name="The Port Ellery Courier")
_SETTINGS = """\
# Made by `syndicate demo`, afresh at each start.

[site]
title = "{sender.name}"
base_url = "{base_url}"
language = "en"
timezone = "America/New_York"
publisher = "Port Ellery Courier Company"
postal_address = "12 Dock Street, Port Ellery"

[store]
url = "sqlite:///syndicate.db"

[web]
port = {port}

[scheduler]
tick_seconds = 2

[mail]
maildir = "mail"
sender = "{sender.name} <{sender.address}>"

[security]
secret_file = "secret"
"""
_BEFORE = "{% block text %}\n"
_HINT = (
    '<div class="banner"><p>This is a demonstration of Syndicate. '
    '<a href="/demo/">Start here: what to try, and the mailbox.</a></p></div>\n'
)


class DemoFolder:
    """A folder whose contents the demonstration makes afresh; what is not its own stays."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.settings_file = self.path / "settings.toml"
        self.stories = self.path / "stories"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other demonstrations out of the folder.

        Raises Refused when it is not the demonstration's, or another runs in it; CouldNot
        when it cannot be written to.
        """
        with _usable(self.path):
            self._refuse_foreign()
            self.path.mkdir(parents=True, exist_ok=True)
            mark = (self.path / MARK).open("a+", encoding="utf-8")
        with mark:
            self._lock(mark.fileno())
            if not mark.tell():
                mark.write(_MARKED)
                mark.flush()
            yield

    def make(self, port: int) -> Settings:
        """Remove what an earlier run made, and return the settings of this one.

        Raises Refused when the environment would lead the demonstration to another site.
        """
        with _usable(self.path):
            for pattern in _OWN:
                for path in self.path.glob(pattern):
                    path.unlink()
            self.stories.mkdir(exist_ok=True)
            self._write("templates/pages/front.html", _front())
            base_url = f"http://127.0.0.1:{port}"
            text = _SETTINGS.format(sender=_SENDER, base_url=base_url, port=port)
            self._write("settings.toml", text)
        settings = load(self.settings_file)
        self._refuse_elsewhere(settings, base_url)
        return settings

    def _refuse_foreign(self) -> None:
        empty = not self.path.exists() or not any(self.path.iterdir())
        if not empty and not (self.path / MARK).exists():
            raise Refused(
                f"{self.path} is not empty and was not made by the demonstration; "
                "name another folder: syndicate demo --dir DIR"
            )

    def _lock(self, number: int) -> None:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refused(
                f"a demonstration is running in {self.path} already; stop it, or name "
                "another folder: syndicate demo --port 8001 --dir DIR"
            ) from error

    def _refuse_elsewhere(self, settings: Settings, base_url: str) -> None:
        """Take no setting from the environment that belongs to a real site."""
        places = {
            "SYNDICATE_SITE__BASE_URL": settings.site_section.base_url == base_url,
            "SYNDICATE_STORE__URL": settings.store_url == f"sqlite:///{self.path}/syndicate.db",
            "SYNDICATE_MAIL__TRANSPORT": settings.mail.transport == "maildir",
            "SYNDICATE_MAIL__MAILDIR": settings.mail.maildir == self.path / "mail",
            "SYNDICATE_SECURITY__SECRET_FILE": settings.secret_file == self.path / "secret",
        }
        elsewhere = [name for name, own in places.items() if not own]
        if elsewhere:
            raise Refused(
                "the demonstration has a site of its own, but the environment names another; "
                f"unset {', '.join(elsewhere)}"
            )

    def _write(self, name: str, text: str) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _front() -> str:
    """Return the front page's template with a way to the start page."""
    shipped = (templates_folder() / "pages" / "front.html").read_text(encoding="utf-8")
    return shipped.replace(_BEFORE, _BEFORE + _HINT, 1)


@contextmanager
def _usable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CouldNot(
            f"{error.filename or path} cannot be used: {error.strerror}; "
            "name another folder: syndicate demo --dir DIR"
        ) from error
