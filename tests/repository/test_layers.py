"""Does scripts/check find every import that the architecture forbids?"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MODULES = (
    "errors",
    "clock",
    "domain.articles",
    "domain.feeds",
    "settings",
    "store.tables",
    "render.xml_feeds",
    "render.json_feed",
    "transports.smtp",
    "importers.text",
    "transports.procrastinate_jobs",
    "services.publish",
    "app",
    "web.pages",
    "ticker",
    "cli",
)

ALLOWED = (
    ("domain.articles", "syndicate.errors"),
    ("store.tables", "syndicate.domain.articles"),
    ("render.xml_feeds", "feedgen.feed"),
    ("transports.smtp", "smtplib"),
    ("transports.procrastinate_jobs", "procrastinate"),
    ("services.publish", "syndicate.domain.articles"),
    ("services.publish", "syndicate.clock"),
    ("app", "syndicate.services.publish"),
    ("app", "syndicate.store.tables"),
    ("web.pages", "syndicate.app"),
    ("ticker", "syndicate.app"),
    ("ticker", "apscheduler.schedulers.background"),
    ("cli", "syndicate.web.pages"),
    ("cli", "syndicate.ticker"),
)

FORBIDDEN = (
    ("errors", "syndicate.domain.articles"),
    ("clock", "syndicate.settings"),
    ("domain.articles", "syndicate.store.tables"),
    ("domain.articles", "sqlalchemy"),
    ("domain.feeds", "pydantic"),
    ("settings", "syndicate.store.tables"),
    ("store.tables", "syndicate.render.json_feed"),
    ("transports.smtp", "syndicate.importers.text"),
    ("render.json_feed", "feedgen.feed"),
    ("services.publish", "syndicate.store.tables"),
    ("services.publish", "syndicate.settings"),
    ("services.publish", "apscheduler"),
    ("services.publish", "smtplib"),
    ("app", "syndicate.web.pages"),
    ("app", "procrastinate"),
    ("store.tables", "syndicate.transports.procrastinate_jobs"),
    ("web.pages", "syndicate.ticker"),
    ("ticker", "syndicate.cli"),
)

A_CIRCLE = (
    ("domain.articles", "syndicate.domain.feeds"),
    ("domain.feeds", "syndicate.domain.articles"),
)


def write_package(root: Path, imports: tuple[tuple[str, str], ...]) -> None:
    """Write a package of the architecture's shape in which modules import as told."""
    shutil.copy(ROOT / "pyproject.toml", root)
    for module in MODULES:
        path = root.joinpath("syndicate", *module.split(".")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        lines = [type_only_import(target) for importer, target in imports if importer == module]
        path.write_text("from typing import TYPE_CHECKING\n" + "".join(lines))


def type_only_import(target: str) -> str:
    """Return an import that never runs: it counts all the same."""
    return f"if TYPE_CHECKING:\n    import {target}\n"


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the import linter in a folder."""
    program = "from importlinter.cli import lint_imports_command as run; run()"
    command = [sys.executable, "-c", program, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("forbidden")
    write_package(root, FORBIDDEN)
    result = lint(root)
    assert result.returncode == 1, result.stdout
    return result.stdout


@pytest.mark.parametrize(("importer", "target"), FORBIDDEN)
def test_a_forbidden_import_is_found_though_it_is_for_types_only(
    complaints: str, importer: str, target: str
) -> None:
    imported = target if target.startswith("syndicate") else target.partition(".")[0]
    assert f"syndicate.{importer} -> {imported}" in complaints


def test_the_imports_that_the_layers_allow_pass(tmp_path: Path) -> None:
    write_package(tmp_path, ALLOWED)
    result = lint(tmp_path)
    assert result.returncode == 0, result.stdout


def test_a_circle_within_a_layer_is_found(tmp_path: Path) -> None:
    write_package(tmp_path, A_CIRCLE)
    result = lint(tmp_path)
    assert result.returncode == 1
    assert "There is no circle BROKEN" in result.stdout


def test_a_module_without_a_layer_is_refused(tmp_path: Path) -> None:
    write_package(tmp_path, ())
    (tmp_path / "syndicate" / "helpers.py").touch()
    result = lint(tmp_path)
    assert result.returncode == 1
    assert "helpers" in result.stdout
