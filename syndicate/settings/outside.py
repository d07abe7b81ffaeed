"""Which programs outside are told of changes, and which addresses may be connected to?"""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from syndicate.domain.changes import Change
from syndicate.domain.reach import Network, read_target
from syndicate.domain.webhooks import Webhook, signing_key
from syndicate.errors import AskedWrongly, SettingsFault
from syndicate.settings.section import Section


def _receiver(url: str) -> str:
    try:
        read_target(url)
    except AskedWrongly as error:
        raise ValueError(
            'is no address to send to; write it as in "https://hub.example.org/"'
        ) from error
    return url


def _signs(secret: str) -> None:
    try:
        signing_key(secret)
    except AskedWrongly as error:
        raise ValueError(str(error)) from error


def _network(text: str) -> str:
    try:
        ip_network(text)
    except ValueError as error:
        raise ValueError(
            'is no network; write it as in "127.0.0.1" or "10.1.0.0/16", by addresses alone'
        ) from error
    return text


Receiver = Annotated[str, AfterValidator(_receiver)]


def _place(text: str) -> str:
    if text and not re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]+):\d{1,5}", text):
        raise ValueError('is no place to listen; write it as in "127.0.0.1:9108"')
    return text


Place = Annotated[str, AfterValidator(_place)]
NetworkText = Annotated[str, AfterValidator(_network)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


class WebSubSection(Section):
    """[websub]: the hub of our own, and outside hubs that are told of changes.

    `connections` are shared by kinds of receivers, so there are a few at least. `per_host` is
    how many one receiver gets at once, `most_per_host` how many subscriptions.
    """

    hub: bool = True
    hubs: tuple[Receiver, ...] = ()
    lease_days: int = Field(default=10, ge=1, le=365)
    longest_lease_days: int = Field(default=30, ge=1, le=365)
    connections: int = Field(default=32, ge=4, le=256)
    per_host: int = Field(default=4, ge=1, le=256)
    most_per_host: int = Field(default=1000, ge=1)


class EgressSection(Section):
    """[egress]: networks that are connected to though they are not everybody's.

    `allow` is for the webhooks and outside hubs of these settings, `allow_callbacks` for
    callbacks of the hub, which anybody may name.
    """

    allow: tuple[NetworkText, ...] = ()
    allow_callbacks: tuple[NetworkText, ...] = ()

    @property
    def networks(self) -> tuple[Network, ...]:
        """Return the networks of programs that the settings name."""
        return tuple(map(ip_network, self.allow))

    @property
    def callbacks(self) -> tuple[Network, ...]:
        """Return the networks of callbacks that strangers name."""
        return tuple(map(ip_network, self.allow_callbacks))


class MetricsSection(Section):
    """[metrics]: from where they may be read; from everywhere else, there are none.

    `listen` is an address of a process' own for whoever watches it, besides its site's.
    """

    allow: tuple[NetworkText, ...] = ("127.0.0.0/8", "::1")
    listen: Place = ""

    @property
    def networks(self) -> tuple[Network, ...]:
        """Return the networks of those who may read."""
        return tuple(map(ip_network, self.allow))


class WebhookSection(Section):
    """[webhooks.NAME]: a program that is told of what happens to articles."""

    url: Receiver
    secret: SecretStr = SecretStr("")
    secret_file: Path | None = None
    changes: frozenset[Change] = frozenset()

    @model_validator(mode="after")
    def _has_a_secret(self) -> Self:
        given = self.secret.get_secret_value()
        if not given and self.secret_file is None:
            raise ValueError("needs a secret to sign by; name its file: secret_file = …")
        if given:
            _signs(given)
        return self

    def webhook(self, name: str) -> Webhook:
        """Return the receiver. Raises SettingsFault where its secret cannot be read."""
        return Webhook(name=name, url=self.url, secret=self._read(name), changes=self.changes)

    def rooted(self, folder: Path) -> Self:
        """Return the same with a file below a folder."""
        if self.secret_file is None:
            return self
        return self.model_copy(update={"secret_file": folder / self.secret_file})

    def _read(self, name: str) -> str:
        if self.secret_file is None or self.secret.get_secret_value():
            return self.secret.get_secret_value()
        try:
            secret = self.secret_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsFault(
                f"[webhooks.{name}] secret_file: {self.secret_file} cannot be read: {error}"
            ) from error
        try:
            _signs(secret)
        except ValueError as error:
            raise SettingsFault(
                f"[webhooks.{name}] secret_file: {self.secret_file}: {error}"
            ) from error
        return secret


WebhooksByName = dict[Name, WebhookSection]
