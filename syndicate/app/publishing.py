"""How are the use cases of articles and feeds put together?"""

import secrets
import uuid
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from syndicate.app.ground import Ground
from syndicate.domain.articles import Article
from syndicate.domain.foretelling import Foretold
from syndicate.domain.settled import settled
from syndicate.domain.site import PublicHistory
from syndicate.domain.webhooks import Webhook
from syndicate.importers.cleaning import clean_line
from syndicate.importers.git_history import GitHistory
from syndicate.importers.history import HistoryFile
from syndicate.importers.posts import read_state
from syndicate.importers.reading import read_story
from syndicate.importers.schedules import read_schedule
from syndicate.render.encodings import ENCODERS
from syndicate.render.feed_documents import FeedRenderer
from syndicate.services.attest import Attest
from syndicate.services.bring_in import BringIn
from syndicate.services.bury import Bury
from syndicate.services.carry_out import CarryOut
from syndicate.services.count_changes import CountChanges, Recount
from syndicate.services.edit import Edit
from syndicate.services.export_feeds import ExportFeeds
from syndicate.services.foresee import Foresee
from syndicate.services.import_history import ImportHistory, Past
from syndicate.services.ingest import Ingest
from syndicate.services.library import Library
from syndicate.services.losses import CheckLoss
from syndicate.services.next_due import NextDue
from syndicate.services.open_notices import OpenNotices
from syndicate.services.owe_errands import OweErrands
from syndicate.services.publish import Publish
from syndicate.services.refresh_feeds import RefreshFeeds
from syndicate.services.rehearse import Rehearse
from syndicate.services.relay import Relay
from syndicate.services.render_feeds import RenderFeeds
from syndicate.services.revise import Carry, Done, Revise
from syndicate.services.run_notices import RunNotices
from syndicate.services.serve_feeds import ServeFeed
from syndicate.services.show_figures import ShowFigures
from syndicate.services.tell_holders import TellHolders
from syndicate.services.verify import Verify
from syndicate.services.withhold import Withhold
from syndicate.transports.another_process import ahead
from syndicate.transports.feed_folder import FeedFolder

_SALT_BYTES = 16


class Publishing(Ground):
    """What is done with articles."""

    @cached_property
    def check_loss(self) -> CheckLoss:
        """Tells whether a restored store lost a revision that readers were mailed."""
        return CheckLoss(transactions=self.store)

    @cached_property
    def refresh(self) -> RefreshFeeds:
        """Keeps feeds true."""
        render = RenderFeeds(
            renderer=FeedRenderer(self.site),
            policy=self.policy,
            words=self.site.public_history is PublicHistory.FULL,
        )
        settings = settled(self.site, self.policy)
        return RefreshFeeds(render=render, policy=self.policy, settled=settings)

    @cached_property
    def relay(self) -> Relay:
        """Carries events out."""
        return Relay(
            transactions=self.store,
            refresh=self.refresh,
            withhold=self._withhold.again,
            count=self.count_changes,
            owe=self._owe_errands,
            clock=self.clock,
            export=self._keep_export,
        )

    def _keep_export(self) -> None:
        """Keep the folder of feeds as they are served, where there is one."""
        if self.settings.web.export_dir is not None:
            for _ in self.export_feeds(self.settings.web.export_dir)():
                pass

    def export_feeds(self, folder: Path) -> ExportFeeds:
        """Return what writes feeds into a folder."""
        suffixes = {"br": ".br", "gzip": ".gz"}
        encoders = {suffixes[name]: encode for name, encode in ENCODERS.items()}
        return ExportFeeds(
            transactions=self.store,
            find=self.serve_feed,
            encoders=encoders,
            folder=FeedFolder(folder, encoders),
        )

    @cached_property
    def _owe_errands(self) -> OweErrands:
        return OweErrands(
            hub=self.settings.websub.hub,
            hubs=self.settings.websub.hubs,
            webhooks=self.webhooks,
            new_key=lambda: f"evt_{uuid.uuid4().hex}",
        )

    @cached_property
    def webhooks(self) -> Sequence[Webhook]:
        """Programs outside that are told of what happens."""
        return [section.webhook(name) for name, section in self.settings.webhooks.items()]

    @cached_property
    def count_changes(self) -> CountChanges:
        """Keeps the figures of corrections true."""
        return CountChanges(zone=self.site.zone)

    @cached_property
    def recount(self) -> Recount:
        """Counts everything anew for the figures, where it is to be."""
        return Recount(transactions=self.store, count=self.count_changes)

    @cached_property
    def figures(self) -> ShowFigures:
        """Answers how often articles were corrected, and how soon."""
        return ShowFigures(transactions=self.store, count=self.count_changes)

    @cached_property
    def _withhold(self) -> Withhold:
        return Withhold(take_out=self.refresh.take_out, count=self.count_changes)

    @cached_property
    def bury(self) -> Bury:
        """Has old neutral entries and tombstones leave feeds."""
        return Bury(transactions=self.store, refresh=self.refresh, clock=self.clock)

    @cached_property
    def serve_feed(self) -> ServeFeed:
        """Hands out feeds."""
        return ServeFeed(transactions=self.store, refresh=self.refresh, clock=self.clock)

    @cached_property
    def ingest(self) -> Ingest:
        """Saves sources as drafts."""
        return Ingest(transactions=self.store, clock=self.clock, new_id=uuid.uuid4)

    @cached_property
    def bring_in(self) -> BringIn:
        """Reads files into drafts, and publishes them where asked to."""
        return BringIn(
            read_story=read_story,
            ingest=self.ingest,
            publish=self.publish,
            library=self.library,
        )

    @cached_property
    def import_history(self) -> ImportHistory:
        """Imports stories with their whole past."""
        return ImportHistory(
            transactions=self.store,
            policy=self.policy,
            clock=self.clock,
            new_id=uuid.uuid4,
            salt=_salt,
            read_state=read_state,
            relay=self.relay,
            ahead=ahead,
        )

    def past_in_file(self, name: str, timezone: ZoneInfo | None) -> Past:
        """Return the stories of a file of histories."""
        return HistoryFile(name, timezone)

    def past_in_git(self, folder: str, site_wide: int) -> Past:
        """Return the posts of a git repository."""
        return GitHistory(folder, site_wide)

    @cached_property
    def publish(self) -> Publish:
        """Publishes drafts."""
        return Publish(
            transactions=self.store,
            policy=self.policy,
            clock=self.clock,
            salt=_salt,
            relay=self._follow_up,
            open_notice=self._open_notices.of_new,
            count_notice=self._open_notices.count_new,
        )

    @cached_property
    def _open_notices(self) -> OpenNotices:
        return OpenNotices(policy=self.policy)

    def _follow_up(self) -> None:
        """Do what follows a change at once: relay its event, queue its notice."""
        try:
            self.relay()
        finally:
            self.queue_notices()

    @cached_property
    def revise(self) -> Revise[Article]:
        """Changes what is published."""
        return self._proposing(
            CarryOut(
                transactions=self.store,
                clock=self.clock,
                relay=self._follow_up,
                open_notice=self._open_notices,
                withhold=self._withhold,
            )
        )

    @cached_property
    def rehearse(self) -> Revise[Foretold]:
        """Tells what changes would do."""
        return self._proposing(
            Rehearse(
                transactions=self.store,
                policy=self.policy,
                clock=self.clock,
                open_notice=OpenNotices(policy=self.policy, at_once=None),
                foresee=Foresee(policy=self.policy, next_due=NextDue(read_schedule=read_schedule)),
            )
        )

    def _proposing(self, carry: Carry[Done]) -> Revise[Done]:
        return Revise(policy=self.policy, salt=_salt, clean=clean_line, carry=carry)

    @cached_property
    def edit(self) -> Edit:
        """Saves what several people edit."""
        return Edit(
            transactions=self.store,
            revise=self.revise,
            rehearsal=self.rehearse,
            clock=self.clock,
        )

    @cached_property
    def notices(self) -> RunNotices:
        """Follows, lists and withdraws mails outside the schedule."""
        return RunNotices(
            transactions=self.store,
            policy=self.policy,
            clock=self.clock,
            queue=self.queue_notices,
        )

    @cached_property
    def holders(self) -> TellHolders:
        """Tells who was mailed an article."""
        return TellHolders(transactions=self.store)

    @cached_property
    def library(self) -> Library:
        """Answers what there is."""
        return Library(transactions=self.store, policy=self.policy, shows=self.site.public_history)

    @cached_property
    def attest(self) -> Attest:
        """Tells others what they can check."""
        return Attest(transactions=self.store, keys=self.keys, site=self.site)

    @cached_property
    def verify(self) -> Verify:
        """Checks the chains."""
        return Verify(transactions=self.store)


def _salt() -> bytes:
    return secrets.token_bytes(_SALT_BYTES)
