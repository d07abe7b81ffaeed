"""How does mail go out while a person watches?"""

from syndicate.app import App
from syndicate.cli.progress import while_working
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.services.run_editions import EditionReport

_OPEN = (DeliveryStatus.PENDING, DeliveryStatus.CLAIMED)


def send_edition(app: App, edition_id: int) -> EditionReport:
    """Send what is due, telling how far the edition is; return how it stands afterwards."""

    def tally() -> tuple[int, int]:
        counts = app.editions.show(edition_id).counts
        total = sum(counts.values())
        return total - sum(counts.get(status, 0) for status in _OPEN), total

    while_working(app.send_mail, tally, "Sending", stop=app.stop)
    return app.editions.show(edition_id)


def unsent(count: int) -> str:
    """Say how many mails wait."""
    return "1 mail is not sent yet" if count == 1 else f"{count} mails are not sent yet"


def send_all(app: App) -> int:
    """Send what is due, telling how far it is; return how many were accepted."""
    total = app.status().waiting.mails

    def tally() -> tuple[int, int]:
        return total - app.status().waiting.mails, total

    return while_working(app.send_mail, tally, "Sending", stop=app.stop)
