"""How are the use cases of newsletters and their readers put together?"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property, partial

from syndicate.app.ground import Ground
from syndicate.domain.requests import BY_PAGE, Request, Wanted
from syndicate.importers.addresses import read_address
from syndicate.importers.bounce_mail import read_recipient, read_report
from syndicate.importers.schedules import read_schedule
from syndicate.services.empty_inbox import EmptyInbox
from syndicate.services.export_subscribers import ExportSubscribers
from syndicate.services.follow import Follow
from syndicate.services.forget import Allow
from syndicate.services.heed import Heed
from syndicate.services.lapse_followings import LapseFollowings
from syndicate.services.newsletters import ManageNewsletters
from syndicate.services.preferences import AskForPreferences, EditPreferences
from syndicate.services.receive_mail import BY_MAIL, Received, ReceiveMail
from syndicate.services.show_subscribers import ListSubscribers, ShowSubscriber
from syndicate.services.subscribe import Subscribe
from syndicate.services.take_in import TakeIn
from syndicate.services.trace import Trace
from syndicate.transports.inbound import Inbox


class Audience(Ground):
    """What is done with newsletters and readers."""

    @cached_property
    def newsletters(self) -> ManageNewsletters:
        """Keeps newsletters."""
        return ManageNewsletters(
            transactions=self.store,
            clock=self.clock,
            read_schedule=read_schedule,
            check_template=self.digests.check,
        )

    @cached_property
    def show_subscriber(self) -> ShowSubscriber:
        """Tells what is known of a reader."""
        return ShowSubscriber(transactions=self.store)

    @cached_property
    def list_subscribers(self) -> ListSubscribers:
        """Lists readers by mail."""
        return ListSubscribers(transactions=self.store)

    @cached_property
    def export_subscribers(self) -> ExportSubscribers:
        """Tells everything of everybody."""
        return ExportSubscribers(transactions=self.store)

    @cached_property
    def subscribe(self) -> Subscribe:
        """Keeps the audience."""
        return Subscribe(
            transactions=self.store,
            clock=self.clock,
            site=self.site,
            tokens=self.tokens,
            letters=self.letters,
            read_address=read_address,
        )

    @cached_property
    def trace(self) -> Trace:
        """Counts what is asked from each network."""
        return Trace(transactions=self.store, clock=self.clock, tokens=self.tokens)

    @cached_property
    def heed(self) -> Heed:
        """Does what forms ask for."""
        return Heed(transactions=self.store, clock=self.clock, act=self._act)

    def _act(self, request: Request) -> None:
        email, trace = request.email, request.trace
        if request.wanted is Wanted.PREFERENCES:
            self.ask_for_preferences(email)
        for name, words in zip(request.names, request.words, strict=True):
            if request.wanted is Wanted.FOLLOWING:
                self.follow.ask(email, name, how=BY_PAGE, words=words, trace=trace)
            else:
                zone = request.timezone
                self.subscribe.ask(email, name, zone, how=BY_PAGE, words=words, trace=trace)

    @cached_property
    def follow(self) -> Follow:
        """Lets readers follow articles, authors and tags."""
        return Follow(
            transactions=self.store,
            clock=self.clock,
            site=self.site,
            tokens=self.tokens,
            letters=self.letters,
            read_address=read_address,
            quiet_days=self.settings.follow.quiet_days,
        )

    @cached_property
    def lapse_followings(self) -> LapseFollowings:
        """Ends followings of articles that have been quiet."""
        return LapseFollowings(
            transactions=self.store,
            policy=self.policy,
            clock=self.clock,
            site=self.site,
            letters=self.letters,
            quiet_days=self.settings.follow.quiet_days,
        )

    @cached_property
    def take_in(self) -> TakeIn:
        """Takes lists of readers in."""
        return TakeIn(
            transactions=self.store,
            clock=self.clock,
            site=self.site,
            tokens=self.tokens,
            letters=self.letters,
        )

    @cached_property
    def receive_mail(self) -> ReceiveMail:
        """Takes in mails that came back, complaints, and wishes to leave."""
        return ReceiveMail(
            transactions=self.store,
            clock=self.clock,
            tokens=self.tokens,
            recipient_of=read_recipient,
            report_of=read_report,
            leave={
                "unsubscribe": partial(self.subscribe.unsubscribe, how=BY_MAIL),
                "unfollow": partial(self.follow.stop, how=BY_MAIL),
            },
        )

    @cached_property
    def empty_inbox(self) -> EmptyInbox:
        """Takes in what has arrived in the mailbox set."""
        return EmptyInbox(inbox=Inbox(self.settings.mail.inbound), receive=self.receive_mail)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take in, as long as this lasts, what a mail server hands over, where that is set.

        Raises SettingsFault where it cannot be listened.
        """
        host, _, port = self.settings.mail.lmtp.rpartition(":")
        if not host:
            yield
            return
        from syndicate.transports.lmtp import LmtpListener  # noqa: PLC0415 - where it is set only

        with closing(LmtpListener(host, int(port), self._take_handed_over)):
            yield

    def _take_handed_over(self, data: bytes, recipient: str) -> bool:
        """Take a mail in; tell whether it was for a box of ours."""
        return self.receive_mail(data, recipient) is not Received.NOT_OURS

    @cached_property
    def allow(self) -> Allow:
        """Lifts what bars an address."""
        return Allow(transactions=self.store, tokens=self.tokens, read_address=read_address)

    @cached_property
    def ask_for_preferences(self) -> AskForPreferences:
        """Mails readers the link to their preferences."""
        return AskForPreferences(
            transactions=self.store,
            clock=self.clock,
            site=self.site,
            tokens=self.tokens,
            letters=self.letters,
            read_address=read_address,
        )

    @cached_property
    def edit_preferences(self) -> EditPreferences:
        """Shows and changes readers' preferences."""
        return EditPreferences(
            transactions=self.store, clock=self.clock, site=self.site, tokens=self.tokens
        )
