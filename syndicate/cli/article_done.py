"""What is said of a change of an article that was made, or would be?"""

from collections.abc import Mapping

from syndicate.app import App
from syndicate.cli.article_text import print_standing
from syndicate.cli.foretold_text import print_foretold
from syndicate.cli.notice_text import print_opened
from syndicate.cli.output import print_json
from syndicate.domain.accounts import foretold_account, notice_account
from syndicate.domain.articles import Article
from syndicate.domain.foretelling import Foretold
from syndicate.services.revise import Revise


def revising(app: App, *, dry_run: bool) -> Revise[Foretold] | Revise[Article]:
    """Return what makes changes, or only tells what they would do."""
    return app.rehearse if dry_run else app.revise


def tell_done(app: App, done: Foretold | Article, *, as_json: bool, noticed: bool = False) -> None:
    """Tell what was done, or what would be."""
    if isinstance(done, Article):
        tell_standing(app, done.slug, as_json=as_json, noticed=noticed)
    elif as_json:
        print_json(foretold_account(done))
    else:
        print_foretold(done, app.site.zone)


def tell_standing(
    app: App,
    slug: str,
    *,
    as_json: bool,
    noticed: bool = False,
    more: Mapping[str, object] | None = None,
) -> None:
    """Tell how an article stands, `noticed` with the notice that was opened; `more` as JSON."""
    account = app.library.show(slug)
    report = app.notices.of(slug) if noticed else None
    if as_json:
        notice = {"notice": notice_account(report.notice)} if report else {}
        print_json({**account, **notice, **(more or {})})
        return
    print_standing(account, app.site)
    if report:
        print_opened(report.notice, app.site.zone)
