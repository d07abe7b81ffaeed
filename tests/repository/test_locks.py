"""Do the locks hold what pyproject.toml asks for, by hash, and name no address?"""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "requirements.lock"
DEVELOPMENT = ROOT / "requirements-dev.lock"
FOREIGN = ROOT / "tests" / "flows" / "foreign.lock"
LOCKS = pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT, FOREIGN], ids=lambda path: path.name)


def normal(name: str) -> str:
    """Return a distribution's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def project() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def asked_for(requirements: list[str]) -> set[str]:
    """Return the normal names of some requirements."""
    return {normal(re.split(r"[^\w.-]", requirement)[0]) for requirement in requirements}


def entries(lock: Path) -> dict[str, str]:
    """Return the lines of a lock by distribution, each with its hashes."""
    joined = lock.read_text().replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if not line.startswith("#")]
    return {normal(line.partition("==")[0]): line for line in lines}


def version(line: str) -> str:
    """Return the pinned version of a line."""
    return line.partition("==")[2].split()[0]


@LOCKS
def test_every_line_is_pinned_and_hashed(lock: Path) -> None:
    for line in entries(lock).values():
        assert re.fullmatch(r"[\w.-]+==\S+( ; [^#]*?)?( +--hash=sha256:[0-9a-f]{64})+", line), line


@LOCKS
def test_a_lock_names_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-", re.sub(r"^ +--hash", "", text, flags=re.MULTILINE), re.MULTILINE)


def test_the_runtime_lock_holds_every_dependency_and_the_builder() -> None:
    wanted = project()["project"]["dependencies"] + project()["build-system"]["requires"]
    assert asked_for(wanted) <= entries(RUNTIME).keys()


def test_the_development_lock_holds_every_extra() -> None:
    for extra in project()["project"]["optional-dependencies"].values():
        assert asked_for(extra) <= entries(DEVELOPMENT).keys()


def test_the_runtime_lock_is_part_of_the_development_lock() -> None:
    assert entries(RUNTIME).items() <= entries(DEVELOPMENT).items()


def test_the_domain_may_import_no_dependency() -> None:
    contracts = project()["tool"]["importlinter"]["contracts"]
    banned = next(set(c["forbidden_modules"]) for c in contracts if "standard library" in c["name"])
    wanted = asked_for(project()["project"]["dependencies"])
    modules = {
        module
        for module, distributions in packages_distributions().items()
        if wanted & {normal(distribution) for distribution in distributions}
    }
    assert {module for module in modules if module.isidentifier() and module[0] != "_"} <= banned
