"""Processes that save and revise at the same moment lose nothing of each other."""

from contextlib import ExitStack
from pathlib import Path

from syndicate.domain.articles import Content
from syndicate.domain.stories import Story
from tests.flows.mail_processes import PATIENCE, process, site
from tests.flows.newsroom_processes import save_when_told
from tests.web.newsroom import settings_in

EDITORS = ("ida", "wen", "ines")
SLUG = "ferry"
FERRY = Story(content=Content(headline="Ferry", body_html="<p>Noon.</p>"), slug=SLUG)


def test_of_processes_that_save_and_revise_at_once_one_does_each_and_all_is_kept(
    tmp_path: Path, database_url: str
) -> None:
    settings = settings_in(tmp_path, database_url)
    with site(settings) as app, ExitStack() as stack:
        app.publish(app.ingest(FERRY, announce=True))
        draft = app.edit.save(SLUG, FERRY, "ada")
        pipes = [
            stack.enter_context(process(save_when_told, settings, SLUG, editor))[1]
            for editor in EDITORS
        ]
        for pipe in pipes:
            assert pipe.poll(PATIENCE)
            assert pipe.recv() == "ready"
        for pipe in pipes:
            pipe.send(draft.id)
        ends = [(pipe.recv(), pipe.recv()) for pipe in pipes if pipe.poll(PATIENCE)]
        for told in zip(*ends, strict=True):
            assert sorted(bool(refused) for refused in told) == [False, True, True]
        with app.store.read() as tx:
            article = tx.articles.by_slug(SLUG)
            _, revised = tx.revisions.of(article.id)
            kept = tx.drafts.all_of(article.id)
        (saved,) = (saved for saved in kept if saved.replaces)
        late = sorted(d.editor for d in kept if d is not saved and d.based_on == 1)
    assert article.head == 2
    assert {saved.editor, *late} == set(EDITORS)
    assert {revised.editor, *(d.editor for d in kept)} == set(EDITORS)
