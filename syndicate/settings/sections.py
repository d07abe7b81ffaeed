"""What can be set in settings.toml, and what is each value held to?"""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
)

from syndicate.domain.deliveries import Uncertain
from syndicate.domain.followings import QUIET_DAYS
from syndicate.domain.given_ids import is_rule, rule_of
from syndicate.domain.languages import language_tag
from syndicate.domain.limits import Limit, Limits
from syndicate.domain.mailboxes import read_mailbox
from syndicate.domain.reach import Network
from syndicate.domain.zones import zone_like, zone_named
from syndicate.errors import AskedWrongly
from syndicate.settings.dkim import DkimSection
from syndicate.settings.limits import LimitsByName, limits_of
from syndicate.settings.outside import NetworkText
from syndicate.settings.section import Section

_STORE = re.compile(r"(sqlite(\+\w+)?:///|postgres(ql)?(\+\w+)?://).+")
_HOST = re.compile(r"[^\s/@:\[\]]+|[0-9A-Fa-f:.]+")
_SERVER = re.compile(r"\d{1,3}(\.\d{1,3}){3}(:\d{1,5})?|[0-9A-Fa-f]*:[0-9A-Fa-f:]+")
_LOOPBACK = re.compile(r"localhost|127\..*|::1")
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_PORTS = {"none": 25, "starttls": 587, "tls": 465}


def _language(text: str) -> str:
    if language_tag(text) != text:
        raise ValueError('is no language tag; write it as in "en" or "pt-BR" (RFC 5646)')
    return text


def _zone(text: str) -> str:
    try:
        return zone_named(text).key
    except AskedWrongly as error:
        raise ValueError(f'is no time zone; write it as in "{zone_like(text)}"') from error


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        valid = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        valid = False
    if not valid or re.search(r'[\s"<>@]', text):
        raise ValueError('is no web address; write it as in "https://news.example.org"')
    return text


def _base_url(text: str) -> str:
    parts = urlsplit(_web_address(text))
    bare = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")
    if text != bare:
        raise ValueError(f'must end without slash, query or fragment; write "{bare}"')
    if not _PREFIX.fullmatch(parts.path) or {".", ".."} & set(parts.path.split("/")):
        raise ValueError('has a path that is no plain one; write it as in ".../news"')
    return text


def _imprint(text: str) -> str:
    return text and _web_address(text)


def _sender(text: str) -> str:
    if text:
        try:
            read_mailbox(text)
        except AskedWrongly as error:
            raise ValueError(
                'is no mail address; write it as in "Morning News <news@example.org>"'
            ) from error
    return text


def _store_url(url: SecretStr) -> SecretStr:
    if not _STORE.fullmatch(url.get_secret_value()):
        raise ValueError(
            'is no store; write it as in "sqlite:///var/syndicate.db" or '
            '"postgresql://user@host/database"'
        )
    return url


Text = Annotated[str, Field(min_length=1)]
Language = Annotated[str, AfterValidator(_language)]
Zone = Annotated[str, AfterValidator(_zone)]
ImprintUrl = Annotated[str, AfterValidator(_imprint)]
BaseUrl = Annotated[str, AfterValidator(_base_url)]
Sender = Annotated[str, AfterValidator(_sender)]
StoreUrl = Annotated[SecretStr, AfterValidator(_store_url)]


class SiteSection(Section):
    """[site]: who publishes, and where."""

    title: Text
    base_url: BaseUrl
    language: Language = "en"
    timezone: Zone = "UTC"
    publisher: str = ""
    postal_address: str = ""
    imprint_url: ImprintUrl = ""


class StoreSection(Section):
    """[store]: the database. Its address may hold a password.

    The chronicle, by which a backup is brought up to date, is kept for `chronicle_days`, what
    happened for `event_days` after everything that follows from it was done.
    """

    url: StoreUrl = SecretStr("sqlite:///var/syndicate.db")
    chronicle_days: int = Field(default=60, ge=1, le=3650)
    event_days: int = Field(default=90, ge=1, le=3650)


class WebSection(Section):
    """[web]: where `syndicate serve` listens, and the folder in which feeds are kept as files.

    What `proxies` forward of who asked is believed, of nobody else.

    A network is sent `whole_feeds_at_once` and then `whole_feeds_per_minute`, or any number
    where the latter is 0; who says what they have already is not counted.
    """

    host: Text = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    export_dir: Path | None = None
    proxies: tuple[NetworkText, ...] = ("127.0.0.1", "::1")
    whole_feeds_per_minute: int = Field(default=120, ge=0, le=1_000_000)
    whole_feeds_at_once: int = Field(default=1_000, ge=1, le=1_000_000)

    @property
    def listed_proxies(self) -> tuple[Network, ...]:
        """Return the networks of proxies in front."""
        return tuple(map(ip_network, self.proxies))

    def fetch_limit(self) -> Limit | None:
        """Return how many feeds a network is sent whole; None for any number."""
        if not self.whole_feeds_per_minute:
            return None
        return Limit(per_minute=self.whole_feeds_per_minute, burst=self.whole_feeds_at_once)

    def rooted(self, folder: Path) -> Self:
        """Return the section with its folder put below another, unless it is absolute."""
        place = None if self.export_dir is None else folder / self.export_dir
        return self.model_copy(update={"export_dir": place})


class SchedulerSection(Section):
    """[scheduler]: how often it is looked for what has come due."""

    tick_seconds: int = Field(default=15, ge=1, le=3600)


class WorkersSection(Section):
    """[workers]: who sends mail and tells programs outside; by jobs, on any machine, or at once.

    A worker that was not heard of for `lapse_seconds` has lost its work to others.
    """

    engine: Literal["in-process", "procrastinate"] = "in-process"
    lapse_seconds: int = Field(default=60, ge=1, le=3600)


class MailSection(Section):
    """[mail]: how mail goes out."""

    transport: Literal["maildir", "smtp"] = "maildir"
    maildir: Path = Path("var/mail")
    host: str = Field(default="", validate_default=True)
    port: int | None = Field(default=None, ge=1, le=65535)
    username: str = ""
    security: Literal["none", "starttls", "tls"] = "starttls"
    password: SecretStr = SecretStr("")
    password_file: Path | None = None
    sender: Sender = Field(default="", validate_default=True)
    bounce_domain: str = ""
    inbound: Path | None = None
    lmtp: str = ""
    connections: int = Field(default=4, ge=1, le=64)
    uncertain: Uncertain = Uncertain.HOLD
    message_ids: str = ""
    unaligned: Literal["hold", "send"] = "hold"
    resolver: str = ""
    approver: Sender = ""
    receipt_days: int = Field(default=400, ge=30, le=3650)
    dkim: DkimSection = DkimSection()
    limits: LimitsByName = Field(default_factory=dict)

    def destination_limits(self) -> Limits:
        """Return how much mail may go to each destination."""
        return limits_of(self.limits)

    @property
    def smtp_port(self) -> int:
        """Return the port set, or the one that is usual for the security set."""
        return self.port or _PORTS[self.security]

    @property
    def near(self) -> bool:
        """Tell whether the server is on this machine: then its name tells nobody anything."""
        return bool(_LOOPBACK.fullmatch(self.host))

    @property
    def id_rule(self) -> str:
        """Return how the server's answer tells which Message-ID it gave: as set, or as is known."""
        return self.message_ids or rule_of(self.host)

    @field_validator("host")
    @classmethod
    def _host(cls, host: str, info: ValidationInfo) -> str:
        if not host and info.data.get("transport") == "smtp":
            raise ValueError('is needed for transport = "smtp"; write host = "mail.example.org"')
        if host and not _HOST.fullmatch(host):
            raise ValueError('is no host; write it as in "mail.example.org", the port apart')
        return host

    @field_validator("security")
    @classmethod
    def _security(cls, security: str, info: ValidationInfo) -> str:
        host = info.data.get("host")
        far = host and not _LOOPBACK.fullmatch(host)
        if far and security == "none" and info.data.get("username"):
            raise ValueError(
                f'would send the password to {host} for all to read; write "starttls" or "tls"'
            )
        return security

    @field_validator("sender")
    @classmethod
    def _needed_sender(cls, sender: str, info: ValidationInfo) -> str:
        if not sender and info.data.get("transport") == "smtp":
            raise ValueError(
                'is needed for transport = "smtp"; write sender = "Morning News <news@example.org>"'
            )
        return sender

    @field_validator("message_ids")
    @classmethod
    def _rule(cls, rule: str) -> str:
        if rule and not is_rule(rule):
            raise ValueError(
                'is no rule for ids; write "kept", or as in "<{id}@mail.example.org>", where'
                " {id} is the last word of the server's answer"
            )
        return rule

    @field_validator("lmtp")
    @classmethod
    def _place(cls, place: str) -> str:
        if place and not re.fullmatch(r"[^\s:]+:\d{1,5}", place):
            raise ValueError('is no place to listen; write it as in "127.0.0.1:8024"')
        return place

    @field_validator("resolver")
    @classmethod
    def _server(cls, server: str) -> str:
        if server and not _SERVER.fullmatch(server):
            raise ValueError('is no DNS server; write its address as in "9.9.9.9"')
        return server

    @field_validator("bounce_domain")
    @classmethod
    def _domain(cls, domain: str) -> str:
        if domain and not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", domain):
            raise ValueError('is no domain in its ASCII form; write it as in "bounce.example.org"')
        return domain


class FollowSection(Section):
    """[follow]: when following an article ends by itself."""

    quiet_days: int = Field(default=QUIET_DAYS, ge=1, le=3650)


class SecuritySection(Section):
    """[security]: what links in mails and the public log are signed with; made on first use."""

    secret_file: Path | None = None
    signing_key_file: Path | None = None
