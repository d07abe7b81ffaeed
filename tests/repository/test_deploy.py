"""Do the samples for those who run a site hold, as the programs they are for judge them?"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from syndicate.domain.jobs import Work
from syndicate.domain.metrics import Measured
from syndicate.domain.vital_signs import VitalSigns, measured
from syndicate.services.counters import Counters
from tests.transports.verifiers import needed

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
UNITS = sorted(each.name for each in DEPLOY.iterdir() if each.suffix in {".service", ".timer"})
RULES = DEPLOY / "prometheus-rules.yml"
NOTHING = VitalSigns(
    published=0,
    sent=0,
    untried=0,
    failed=0,
    untried_since=None,
    overdue_since=None,
    deliveries={},
    kept={},
    held_back=0,
    editions={},
    edition_since=None,
    bounces={},
    callbacks=0,
    owed=dict.fromkeys(("callbacks", "intents", "pings", "webhooks"), 0),
    ticked=None,
)


def families() -> dict[str, Measured]:
    """Return everything that is measured, by its name."""
    everything = [
        *measured(NOTHING, datetime(2026, 3, 2, tzinfo=UTC), dict.fromkeys(Work, 0)),
        *Counters().measured(),
    ]
    return {each.family.name: each for each in everything}


def expressions() -> Iterator[str]:
    """Yield what rules and dashboard ask."""
    for group in yaml.safe_load(RULES.read_text())["groups"]:
        yield from (rule["expr"] for rule in group["rules"])
    for panel in json.loads((DEPLOY / "grafana.json").read_text())["panels"]:
        yield from (target["expr"] for target in panel["targets"])


def run(program: str, *arguments: object) -> str:
    """Run what judges a file; return what it complains of."""
    command = [needed(program), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - Debian's
    return done.stdout + done.stderr if done.returncode else ""


@pytest.mark.parametrize("unit", UNITS)
def test_units_are_well_formed(tmp_path: Path, unit: str) -> None:
    for name in UNITS:
        bare = (
            (DEPLOY / name).read_text().replace("/srv/syndicate/.venv/bin/python", sys.executable)
        )
        program = Path(sys.executable).with_name("syndicate")
        (tmp_path / name).write_text(
            bare.replace("/srv/syndicate/.venv/bin/syndicate", str(program))
        )
    asked = tmp_path / unit.replace("@.", "@1.")
    if asked.name != unit:
        (tmp_path / unit).rename(asked)
    assert run("systemd-analyze", "verify", "--man=no", asked) == ""


def test_a_unit_that_is_not_well_formed_is_found(tmp_path: Path) -> None:
    bad = tmp_path / "bad.service"
    bad.write_text("[Service]\nExecStart=/no/such/program\n")
    assert "/no/such/program" in run("systemd-analyze", "verify", "--man=no", bad)


def test_units_start_commands_that_are_there() -> None:
    started = re.findall(r"bin/(?:syndicate ([\w -]+)|python (\S+))", everything("*.service"))
    commands = {command.split()[0] for command, _ in started if command}
    assert commands == {"serve", "worker", "backup"}
    assert {script for _, script in started if script} == {"scheduler.py"}


def everything(pattern: str) -> str:
    lines = "\n".join(each.read_text() for each in DEPLOY.glob(pattern)).splitlines()
    return "\n".join(line for line in lines if line.startswith("ExecStart="))


def test_the_log_is_rotated(tmp_path: Path) -> None:
    text = (DEPLOY / "logrotate.conf").read_text().replace("/var/log/syndicate", str(tmp_path))
    file = tmp_path / "logrotate.conf"
    file.write_text(text)
    file.chmod(0o600)
    (tmp_path / "syndicate.log").write_text("a line\n")
    tmp_path.chmod(0o700)
    assert run("logrotate", "--force", "--state", tmp_path / "state", file) == ""
    assert (tmp_path / "syndicate.log.1").read_text() == "a line\n"


def test_rules_are_read_by_prometheus() -> None:
    assert run("promtool", "check", "rules", RULES) == ""


def test_the_configuration_is_read_by_prometheus() -> None:
    assert run("promtool", "check", "config", DEPLOY / "prometheus.yml") == ""


def test_rules_and_dashboard_ask_for_nothing_that_is_not_measured() -> None:
    asked = {name for each in expressions() for name in re.findall(r"syndicate_\w+", each)}
    assert asked == set(families())  # nor is anything measured that nobody looks at


def test_rules_and_dashboard_tell_apart_only_by_labels_that_there_are() -> None:
    known = families()
    for asked in expressions():
        labels = {
            name for f in re.findall(r"syndicate_\w+", asked) for name in known[f].family.labels
        }
        named = re.findall(r"by \((\w+)\)", asked) + re.findall(r"[{,](\w+)=", asked)
        assert set(named) <= labels | {"job"}, asked


def test_what_rules_compare_labels_with_is_told() -> None:
    known = families()
    for asked in expressions():
        for name, label, values in re.findall(r'(syndicate_\w+)\{(\w+)=~?"([^"]+)"', asked):
            place = known[name].family.labels.index(label)
            told = {labels[place] for labels in known[name].numbers}
            if told:  # what a process counts is told once there is any
                assert set(values.split("|")) <= told, asked
