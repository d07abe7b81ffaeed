"""How is a site looked over, without changing anything of it?"""

from functools import cached_property
from tempfile import TemporaryFile

from syndicate.app.mailing import Mailing
from syndicate.domain.dkim import key_name
from syndicate.services.look_over import LookOver
from syndicate.store.engines import open_engines
from syndicate.store.migrate import require_current, version
from syndicate.store.unit_of_work import Store
from syndicate.transports.files import using


class Looking(Mailing):
    """What is done to find faults."""

    @cached_property
    def look_over(self) -> LookOver:
        """Looks whether everything is in order, without bringing the store up to date."""
        looks = {"store": self._look_at_store, "pages": self._look_at_pages}
        looks["mails"] = self._look_at_mails
        looks["newsletters"] = self._look_at_newsletters
        looks["signatures"] = self._look_at_signer
        looks["mail"] = self._look_at_transport
        away = self.settings.mail.transport == "smtp"
        return LookOver(looks=looks, passing=frozenset({"mail"} if away else ()))

    def _look_at_store(self) -> str:
        engines = open_engines(self.settings.store_url)
        try:
            shown = engines.sqlite_file or engines.shown_url
            if version(engines) is None:
                return f"{shown} is empty: it is set up when first needed"
            require_current(engines)
            return f"{shown} is current"
        finally:
            engines.close()

    def _look_at_pages(self) -> str:
        self.pages.check()
        return "the templates of pages can be read"

    def _look_at_mails(self) -> str:
        self.letters.check()
        self.digests.check("default")
        self.notice_mails.check()
        return "the templates of mails work"

    def _look_at_newsletters(self) -> str:
        engines = open_engines(self.settings.store_url)
        try:
            if version(engines) is None:
                return "there are none yet"
            require_current(engines)
            with Store(engines).read() as tx:
                newsletters = tx.newsletters.all()
        finally:
            engines.close()
        for newsletter in newsletters:
            self.digests.check(newsletter.template)
        return f"the templates of all {len(newsletters)} work"

    def _look_at_signer(self) -> str:
        if self.signer is None:
            return "mail is not signed; see `syndicate mail keygen`"
        dkim = self.settings.mail.dkim
        named = ", ".join(key_name(selector, dkim.domain) for selector, _ in dkim.key_files)
        return f"mail is signed with the key of {named}"

    def _look_at_transport(self) -> str:
        self.transport.connect().close()
        mail = self.settings.mail
        if mail.transport == "maildir":
            with using("the Maildir", mail.maildir), TemporaryFile(dir=mail.maildir / "tmp"):
                pass
            return f"the Maildir {mail.maildir} can be written"
        return f"{mail.host}:{mail.smtp_port} answers"
