"""Which files show a digest before it is sent?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import Newsletter
from syndicate.domain.messages import Mailbox
from syndicate.services.newsletters import Shown

NOBODY = "reader@example.org"


class Preview(Protocol):
    """Renders the digest that would go out."""

    def __call__(self, name: str, *, at: datetime, email: str) -> RenderedDigest: ...


class Newsletters(Protocol):
    """Shows a newsletter."""

    def show(self, name: str) -> Shown: ...


class Postmaster(Protocol):
    """Writes a message that is never sent."""

    def specimen(
        self, rendered: RenderedDigest, newsletter: Newsletter, moment: datetime, to: Mailbox
    ) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteSpecimen:
    """Writes a digest's parts and its whole message, as a new reader or a known one gets it."""

    preview: Preview
    newsletters: Newsletters
    postmaster: Postmaster

    def __call__(self, name: str, *, at: datetime, email: str = "") -> Mapping[str, bytes]:
        """Return contents by file name. Raises NotFound, or a template's SettingsFault."""
        rendered = self.preview(name, at=at, email=email)
        newsletter = self.newsletters.show(name).newsletter
        to = Mailbox(address=email or NOBODY)
        html = {"body.html": rendered.html.encode()} if rendered.html else {}
        return {
            "subject.txt": f"{rendered.subject}\n".encode(),
            "body.txt": rendered.text.encode(),
            **html,
            "message.eml": self.postmaster.specimen(rendered, newsletter, at, to),
        }
