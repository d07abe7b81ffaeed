"""On what do tests of restoring stand? A site whose store can be lost."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from syndicate.app import App
from syndicate.app.keeping import Restored, back_up, restore
from syndicate.clock import FixedClock
from syndicate.domain.articles import Content, Kind, Severity
from syndicate.domain.audience import SubscriptionKey
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import Newsletter
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.settings import load

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
READERS = tuple(f"r{number}@example.org" for number in range(6))


def nothing(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


class Site:
    """A site whose store can be lost."""

    def __init__(self, folder: Path, url: str) -> None:
        self.file = folder / "settings.toml"
        self.file.write_text(
            '[site]\ntitle = "The Harbour Post"\nbase_url = "https://harbour.example"\n'
            f'[store]\nurl = "{url}"\n[mail]\nmaildir = "{folder / "mail"}"\n'
            f'[security]\nsecret_file = "{folder / "keys" / "secret"}"\n'
        )
        self.backup = folder / "backup.db"
        self.maildir = folder / "mail" / "new"
        self.clock = FixedClock(NOON)
        self.app = self.open()

    def open(self) -> App:
        """Open the site."""
        return App(load(self.file), clock=self.clock)

    def let_workers_share(self) -> None:
        """Have jobs be carried out by whatever process is a worker."""
        self.app.close()
        with self.file.open("a") as file:
            file.write('[workers]\nengine = "procrastinate"\n')
        self.app = self.open()

    def publish(self, headline: str) -> str:
        """Publish an article, which takes a second; return its slug."""
        self.clock.set(self.clock.now() + timedelta(seconds=1))
        content = Content(headline=headline, body_html=f"<p>{headline}.</p>")
        slug = self.app.ingest(Story(content=content), announce=True)
        self.app.publish(slug)
        return slug

    def correct(self, headline: str) -> None:
        """Publish a major correction, which takes a second; the headline stays."""
        self.clock.set(self.clock.now() + timedelta(seconds=1))
        declared = Declared(kind=Kind.CORRECTION, note="Not ten.", severity=Severity.MAJOR)
        content = Content(headline=headline, body_html="<p>Eleven.</p>")
        self.app.revise(headline.lower(), content, declared)

    def run(self, instant: datetime) -> None:
        """Tick at an instant, and send what is due."""
        self.clock.set(instant)
        self.app.tick()
        self.app.send_mail()
        self.app.tick()

    def key(self, email: str, name: str = "morning") -> SubscriptionKey:
        """Return which subscription is a reader's."""
        with self.app.store.read() as tx:
            reader = tx.subscribers.by_email(email)
            newsletter = tx.newsletters.get(name)
        return SubscriptionKey(subscriber_id=reader.id, newsletter_id=newsletter.id)

    def leave(self, email: str) -> None:
        """Unsubscribe a reader by the link."""
        self.app.subscribe.unsubscribe(self.app.tokens.unsubscribe(self.key(email)))

    def back_up(self) -> None:
        """Keep the site in a file."""
        back_up(self.app, self.backup, nothing)

    def restore(self, *, without_chronicle: bool = False) -> Restored:
        """Lose the store, and bring it back from the file."""
        self.app.close()
        restored = restore(
            load(self.file),
            self.backup,
            nothing,
            without_chronicle=without_chronicle,
            clock=self.clock,
        )
        self.app = self.open()
        return restored

    def mails(self) -> Sequence[str]:
        """Return every mail that went out."""
        return [path.read_text() for path in sorted(self.maildir.glob("*"))]

    def mailed(self, words: str) -> Counter[str]:
        """Count the mails with these words by address."""
        found = (mail for mail in self.mails() if words in mail)
        return Counter(mail.partition("\nTo: ")[2].partition("\n")[0].strip() for mail in found)

    def ids(self) -> Sequence[str]:
        """Return the Message-ID of every mail that went out."""
        return [mail.partition("Message-ID: ")[2].partition("\n")[0] for mail in self.mails()]

    def standing(self) -> Counter[DeliveryStatus]:
        """Return how many deliveries stand how."""
        with self.app.store.read() as tx:
            return Counter(delivery.status for delivery in tx.deliveries.page())


@contextmanager
def site_with_readers(folder: Path, url: str) -> Iterator[Site]:
    """Make a site with a newsletter, its readers and an article."""
    site = Site(folder, url)
    site.app.newsletters.add(
        Newsletter(
            name="morning", title="Morning", schedule="daily 07:00", timezone="UTC", created=NOON
        )
    )
    for email in READERS:
        site.app.subscribe.add(email, "morning", confirmed=True)
    site.publish("Bridge")
    try:
        yield site
    finally:
        site.app.close()
