"""Does an import that is killed come to the same end when it is begun again?"""

import json
from contextlib import closing
from pathlib import Path

from syndicate.store.engines import open_engines
from syndicate.store.unit_of_work import Store
from tests.cli.site_folder import SiteFolder
from tests.flows.command_line import ask, start, wait_for
from tests.importers.repositories import post

STORIES = 120


def history(folder: Path) -> str:
    """Write a history of stories that change each day; return its name."""
    with (folder / "past.jsonl").open("w") as file:
        for story in range(STORIES):
            revisions = [
                {
                    "at": f"2024-01-{n:02}T10:00:00Z",
                    "action": "write",
                    "path": f"{story}.md",
                    "text": post(f"Day {n} of story {story}. " * 40),
                }
                for n in range(1, 5)
            ]
            file.write(json.dumps({"story": f"{story}", "revisions": revisions}) + "\n")
    return "past.jsonl"


def contents(folder: Path) -> list[tuple[object, ...]]:
    """Return what the store holds of each article, by slug, without what is random or now."""
    with (
        closing(open_engines(f"sqlite:///{folder}/var/syndicate.db")) as engines,
        Store(engines).read() as tx,
    ):
        articles = sorted(tx.articles.newest(10_000), key=lambda article: article.slug)
        return [
            (a.slug, a.status, a.first_published, a.updated, r.number, r.kind, r.content)
            for a in articles
            for r in tx.revisions.of(a.id)
        ]


def test_killed_at_any_moment_and_begun_again_it_is_as_never_killed(
    site: SiteFolder, tmp_path: Path
) -> None:
    file = history(site.path)
    for least in (1, 80, 160):
        with start(site.path, "article", "import", file) as process:
            wait_for(lambda: len(contents(site.path)) >= least or process.poll() is not None)  # noqa: B023 - waited for at once
            process.kill()
    half = len(contents(site.path))
    assert ask(site.path, "article", "import", file)[0] == 0
    assert 4 <= half < 4 * STORIES
    assert {row[4] for row in contents(site.path)} == {1, 2, 3, 4}
    assert len(contents(site.path)) == 4 * STORIES
    assert _once(site, tmp_path) == contents(site.path)
    assert site.done("verify").out.startswith(f"Whole: {4 * STORIES} revisions of {STORIES}")
    assert site.done("feed", "show", "all", "--format", "json").json["items"]


def _once(site: SiteFolder, folder: Path) -> list[tuple[object, ...]]:
    other = folder / "other"
    (other / "var").mkdir(parents=True)
    (other / "settings.toml").write_bytes((site.path / "settings.toml").read_bytes())
    assert ask(other, "article", "import", history(other))[0] == 0
    return contents(other)
