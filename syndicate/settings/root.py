"""What do all settings of a site say, taken together?"""

from pathlib import Path
from typing import Self

from pydantic import Field, PrivateAttr, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from syndicate.domain.changes import Policy
from syndicate.domain.mailboxes import read_mailbox
from syndicate.domain.messages import Mailbox
from syndicate.domain.site import Site
from syndicate.domain.zones import zone_named
from syndicate.settings.faults import ENVIRONMENT
from syndicate.settings.operating import LogSection, OperatorSection
from syndicate.settings.outside import EgressSection, MetricsSection, WebhooksByName, WebSubSection
from syndicate.settings.overrides import ChangesSection
from syndicate.settings.sections import (
    FollowSection,
    MailSection,
    SchedulerSection,
    SecuritySection,
    SiteSection,
    StoreSection,
    WebSection,
    WorkersSection,
)

_ADDRESS_WITHOUT_SMTP = "newsletters@localhost"


class Settings(BaseSettings):
    """The settings in force, a section a table; the environment goes before the file.

    Once loaded, every path is absolute: relative ones are relative to `folder`, where
    settings.toml lies.
    """

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        env_prefix=ENVIRONMENT,
        env_prefix_target="all",
        env_nested_delimiter="__",
        env_ignore_empty=True,
    )

    site_section: SiteSection = Field(alias="site")
    store: StoreSection = StoreSection()
    web: WebSection = WebSection()
    scheduler: SchedulerSection = SchedulerSection()
    workers: WorkersSection = WorkersSection()
    mail: MailSection = MailSection()
    changes: ChangesSection = ChangesSection()
    follow: FollowSection = FollowSection()
    websub: WebSubSection = WebSubSection()
    webhooks: WebhooksByName = Field(default_factory=dict)
    egress: EgressSection = EgressSection()
    metrics: MetricsSection = MetricsSection()
    operator: OperatorSection = OperatorSection()
    log: LogSection = LogSection()
    security: SecuritySection = SecuritySection()

    _folder: Path = PrivateAttr(default=Path())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take the environment, then what the file held; nothing else."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings

    def site(self) -> Site:
        """Return the publication."""
        section = self.site_section
        return Site(
            title=section.title,
            base_url=section.base_url,
            language=section.language,
            zone=zone_named(section.timezone),
            publisher=section.publisher or section.title,
            postal_address=section.postal_address,
            imprint_url=section.imprint_url,
            public_history=self.changes.public_history,
            hubs=self._hubs(section.base_url),
        )

    def _hubs(self, base_url: str) -> tuple[str, ...]:
        own = (f"{base_url}/hub",) if self.websub.hub else ()
        return (*own, *self.websub.hubs)

    def policy(self) -> Policy:
        """Return what each kind of change does here."""
        return self.changes.policy()

    def sender(self) -> Mailbox:
        """Return whom mail is from, unless a newsletter says otherwise."""
        if self.mail.sender:
            return read_mailbox(self.mail.sender)
        return Mailbox(address=_ADDRESS_WITHOUT_SMTP, name=self.site_section.title)

    def approver(self) -> str:
        """Return the address of whoever approves editions; "" is nobody's."""
        return read_mailbox(self.mail.approver).address if self.mail.approver else ""

    def operator_address(self) -> str:
        """Return the address of whoever runs the site; "" is nobody's."""
        return read_mailbox(self.operator.email).address if self.operator.email else ""

    @property
    def folder(self) -> Path:
        """Return where settings.toml lies, and templates/ beside it."""
        return self._folder

    @property
    def store_url(self) -> str:
        """Return the database's address, password and all."""
        return self.store.url.get_secret_value()

    @property
    def secret_file(self) -> Path:
        """Return where the site's secret is kept: beside the database unless set."""
        return self.security.secret_file or self.default_secret_file

    @property
    def default_secret_file(self) -> Path:
        """Return where the site's secret is kept where nothing is set."""
        kept_in = _sqlite_path(self.store_url)
        return kept_in.parent / "secret" if kept_in else self._folder / "var" / "secret"

    @property
    def signing_key_file(self) -> Path:
        """Return where the site's signing keys are kept: beside its secret unless set."""
        return self.security.signing_key_file or self.secret_file.with_name("signing-key")

    def with_store(self, file: Path) -> Self:
        """Return the same settings for a store in another file, with the same keys.

        The folder of feeds is not that store's.
        """
        return self.at_store(f"sqlite:///{file}")

    def at_store(self, url: str) -> Self:
        """Return the same settings for a store at another address, with the same keys.

        No worker is told of that store: it is only made and looked at.
        """
        keys = {"secret_file": self.secret_file, "signing_key_file": self.signing_key_file}
        address = SecretStr(_rooted_url(url, self._folder))
        store = self.store.model_copy(update={"url": address})
        web = self.web.model_copy(update={"export_dir": None})
        workers = self.workers.model_copy(update={"engine": "in-process"})
        sections = {"store": store, "security": SecuritySection(**keys), "web": web}
        settings = self.model_copy(update={**sections, "workers": workers})
        settings._folder = self._folder  # noqa: SLF001 - our own, of the copy
        return settings

    def rooted(self, folder: Path) -> Self:
        """Return the settings with every relative path put below a folder."""
        mail = {name: folder / path for name, path in self._mail_paths().items()}
        dkim = {"dkim": self.mail.dkim.rooted(folder)}
        settings = self.model_copy(
            update={
                "store": self.store.model_copy(
                    update={"url": SecretStr(_rooted_url(self.store_url, folder))}
                ),
                "mail": self.mail.model_copy(update=mail | dkim),
                "security": SecuritySection(**self._key_paths(folder)),
                "webhooks": {n: hook.rooted(folder) for n, hook in self.webhooks.items()},
                "web": self.web.rooted(folder),
            }
        )
        settings._folder = folder  # noqa: SLF001 - our own, of the copy
        return settings

    def _mail_paths(self) -> dict[str, Path]:
        given = {name: getattr(self.mail, name) for name in ("maildir", "password_file", "inbound")}
        return {name: path for name, path in given.items() if path is not None}

    def _key_paths(self, folder: Path) -> dict[str, Path]:
        paths = self.security.model_dump(exclude_none=True)
        return {name: folder / path for name, path in paths.items()}


def _sqlite_path(url: str) -> Path | None:
    scheme, found, path = url.partition(":///")
    return Path(path.partition("?")[0]) if found and scheme.startswith("sqlite") else None


def _rooted_url(url: str, folder: Path) -> str:
    path = _sqlite_path(url)
    if path is None or path.is_absolute() or str(path) == ":memory:":
        return url
    scheme, _, rest = url.partition(":///")
    return f"{scheme}:///{folder}/{rest}"
