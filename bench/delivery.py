"""How fast does mail go out, beside what the server's own test program and the processor allow?

Usage: python bench/delivery.py [--readers N] [--rounds R] [--workers W] [--json FILE]

100,000 readers unless told otherwise: of a run of two seconds a fifth is starting and ending.

Needs smtp-sink and smtp-source (Debian: postfix, which need not run) and openssl. In each
round, one after the other on the same machine:

    M      the best rate of smtp-source, over several numbers of sessions
    S      RSA-2048 signatures a second, of openssl on two processors
    ours   an edition from the ledger on disk (SQLite, synchronous=FULL) to the sink,
           by as many worker processes as there are processors, and by one more, whichever
           is faster, of four connections each, without and with signatures
    plain  the plain way: for each message Jinja2, EmailMessage, dkimpy, smtplib

The best of the rounds count, for each alike. Leaves with 1 below a bar. Beside each rate
stands what a message took of the processors in microseconds, ours and the sink's, which
other work on the machine disturbs less; and the most memory that planning and a sender held,
each in a process of its own: at most 200 MB, and 1.2 times what 10,000 readers take.
"""

import argparse
import json
import multiprocessing
import os
import platform
import re
import shutil
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from multiprocessing.connection import Connection
from pathlib import Path

import dkim
from jinja2 import Environment

from bench.volume.readers import enlist
from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.articles import Content
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.dkim import KeyKind
from syndicate.domain.editions import Newsletter
from syndicate.domain.stories import Story
from syndicate.settings import load
from syndicate.transports.dkim_keys import keep_key, make_key

PROCESSES = multiprocessing.get_context("spawn")
SESSIONS = (1, 2, 4, 8, 16)
MOST_MEMORY = 200.0  # MB that planning or a sender may hold
SMALL = 10_000  # readers, beside whose memory that for --readers is held
GROWTH = 1.2
SOURCED = 100_000  # messages of smtp-source at most, whose rate does not change after that
BARS = {"without signatures / M": 0.75, "signed / (1 / (1/S + 1/M))": 0.80, "signed / plain": 25.0}
KINDS = {"without signatures": False, "signed": True}
DOMAIN = "harbour.example"
SITE = f"""
[site]
title = "The Harbour Post"
base_url = "https://{DOMAIN}"
postal_address = "1 Quay, Harbour"
[mail]
transport = "smtp"
host = "127.0.0.1"
port = {{port}}
security = "none"
sender = "news@{DOMAIN}"
connections = {{connections}}
"""
SIGNED = f'[mail.dkim]\ndomain = "{DOMAIN}"\nselector = "bench"\nkey_file = "{{key}}"\n'
PLAIN = 200
SECTIONS = 6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, action="append", help="may be given several times")
    parser.add_argument("--connections", type=int, default=4, help="of each worker")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    for tool in ("smtp-sink", "smtp-source", "openssl"):
        found(tool)
    with tempfile.TemporaryDirectory() as folder:
        small = memory_of_few(Path(folder) / "few", asked)
        rounds = [measured(Path(folder) / str(n), asked) for n in range(asked.rounds)]
    best = {name: best_of(name, [each[name] for each in rounds]) for name in rounds[0]}
    ratios = ratios_of(best)
    growth = {name: best[name] / held for name, held in small.items()}
    report(best, ratios, growth, rounds)
    below = [name for name, bar in BARS.items() if ratios[name] < bar]
    below += [name for name in best if name.endswith(" MB") and best[name] > MOST_MEMORY]
    below += [f"{name}, beside {SMALL:,}" for name, times in growth.items() if times > GROWTH]
    if asked.json:
        told = {"machine": machine(), "best": best, "ratios": ratios, "bars": BARS}
        told |= {f"MB for {SMALL}": small, "growth": growth, "rounds": rounds, "below": below}
        asked.json.write_text(json.dumps(told, indent=2))
    return 1 if below else 0


def best_of(name: str, values: list[float]) -> float:
    """Return the best of the rounds: the least of costs, the most of rates and of memory."""
    return min(values) if name.endswith(" us") else max(values)


def ratios_of(rates: dict[str, float]) -> dict[str, float]:
    both = 1 / (1 / rates["S"] + 1 / rates["M"])
    measures = (
        rates["without signatures"] / rates["M"],
        rates["signed"] / both,
        rates["signed"] / rates["plain"],
    )
    return dict(zip(BARS, measures, strict=True))


def memory_of_few(folder: Path, asked: argparse.Namespace) -> dict[str, float]:
    """Return the most memory, in MB, that planning and a sender hold for few readers."""
    few = argparse.Namespace(**{**vars(asked), "readers": SMALL, "workers": 1})
    folder.mkdir()
    with sink() as (port, _):
        return {
            f"{name}: {who} MB": held
            for name, signed in KINDS.items()
            for who, held in site_rate(folder / name, port, few, signed=signed)[3].items()
        }


def measured(folder: Path, asked: argparse.Namespace) -> dict[str, float]:
    """Measure everything once, in messages or signatures a second."""
    folder.mkdir()
    rates: dict[str, float] = {}
    with sink() as (port, server):
        for name, signed in KINDS.items():
            each = [
                sent(folder / f"{name}-{count}", (port, server), asked, count, signed=signed)
                for count in asked.workers or (os.cpu_count() or 1, (os.cpu_count() or 1) + 1)
            ]
            own, size = max(each, key=lambda told: told[0][""])
            rates |= {f"{name}{what}": value for what, value in own.items()}
        messages = min(asked.readers, SOURCED)
        rates["M"] = max(source_rate(port, n, messages, size) for n in SESSIONS)
        rates["plain"] = plain_rate(port, size)
    rates["S"] = signatures_a_second()
    return rates | {"bytes a message": float(size)}


def sent(
    folder: Path, at: tuple[int, int], asked: argparse.Namespace, workers: int, *, signed: bool
) -> tuple[dict[str, float], int]:
    """Send an edition by so many processes; return the figures, the rate as "", and the size."""
    port, server = at
    asked = argparse.Namespace(**{**vars(asked), "workers": workers})
    before = processor_time(server)
    rate, size, cost, held = site_rate(folder, port, asked, signed=signed)
    took = processor_time(server) - before
    costs = {"ours": cost / asked.readers * 1e6, "sink": took / asked.readers * 1e6}
    figures = {"": rate, ": workers": float(workers)}
    figures |= {f": {who} us": each for who, each in costs.items()}
    return figures | {f": {who} MB": memory for who, memory in held.items()}, size


def found(tool: str) -> str:
    path = shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin")
    if path is None:
        sys.exit(f"{tool} is not installed; on Debian: apt-get install postfix openssl")
    return path


@contextmanager
def sink() -> Iterator[tuple[int, int]]:
    """Run a mail server that takes everything and keeps nothing; yield its port and process."""
    port = free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    command = [found("smtp-sink"), *user, f"127.0.0.1:{port}", "1000"]
    with subprocess.Popen(command) as server:
        try:
            wait_for(port)
            yield port, server.pid
        finally:
            server.kill()


def processor_time(process: int) -> float:
    """Return the seconds that a process has computed, for itself and in the system."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(port: int) -> None:
    for _ in range(500):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    sys.exit("smtp-sink does not answer")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def source_rate(port: int, sessions: int, messages: int, size: int) -> float:
    """Return smtp-source's rate; it keeps its connections (-d), as we do."""
    options = ["-d", "-s", str(sessions), "-m", str(messages), "-l", str(size)]
    began = time.perf_counter()
    subprocess.run([found("smtp-source"), *options, f"127.0.0.1:{port}"], check=True)
    return messages / (time.perf_counter() - began)


def signatures_a_second() -> float:
    command = [found("openssl"), "speed", "-seconds", "3", "-multi", "2", "rsa2048"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    line = re.search(r"rsa 2048 bits.*", told)
    if line is None:
        sys.exit(f"openssl speed said nothing of RSA: {told}")
    return float(line[0].split()[5])


def site_rate(
    folder: Path, port: int, asked: argparse.Namespace, *, signed: bool
) -> tuple[float, int, float, dict[str, float]]:
    """Plan an edition and send it.

    Return the rate, the size of one message, the seconds of our processors, and the most
    memory that planning and a sender held.
    """
    folder.mkdir()
    settings = folder / "settings.toml"
    site = SITE.format(port=port, connections=asked.connections)
    if signed:
        keep_key(folder / "key.pem", make_key(KeyKind.RSA))
        site += SIGNED.format(key=folder / "key.pem")
    settings.write_text(site)
    with closing(App(load(settings))) as app:
        fill(app, asked.readers)
        with worker(send_now, settings) as planner:
            held = {"planning": planner.recv()}
        seconds, costs = seconds_to_send(settings, asked.workers)
        (report,) = app.editions.list()
        if report.counts != {DeliveryStatus.SENT: asked.readers}:
            sys.exit(f"not everything was sent: {report.counts}")
        held["sender"] = max(memory for _, memory in costs)
        return asked.readers / seconds, size_of(app), sum(cost for cost, _ in costs), held


def seconds_to_send(settings: Path, workers: int) -> tuple[float, list[tuple[float, float]]]:
    """Let so many processes send what is due, all from one moment on.

    Return how long they took, and of each its seconds on the processor and its most memory.
    """
    with ExitStack() as started:
        pipes = [started.enter_context(worker(send, settings)) for _ in range(workers)]
        for pipe in pipes:
            pipe.recv()
        began = time.perf_counter()
        for pipe in pipes:
            pipe.send("go")
        costs = [pipe.recv() for pipe in pipes]
        return time.perf_counter() - began, costs


@contextmanager
def worker(work: Callable[[Path, Connection], None], settings: Path) -> Iterator[Connection]:
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=work, args=(settings, theirs))
    process.start()
    try:
        yield ours
    finally:
        process.join()


def send(settings: Path, pipe: Connection) -> None:
    with closing(App(load(settings))) as app:
        app.status()  # opens the store
        pipe.send("ready")
        pipe.recv()
        before = time.process_time()
        app.send_mail()
        pipe.send((time.process_time() - before, most_memory()))


def send_now(settings: Path, pipe: Connection) -> None:
    with closing(App(load(settings))) as app:
        app.send_now("morning")
        pipe.send(most_memory())


def most_memory() -> float:
    """Return the most memory this process ever held, in MB; not what its parent held."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def plan(app: App, readers: int) -> None:
    """Fill an empty store, and plan an edition for so many readers."""
    fill(app, readers)
    app.send_now("morning")


def fill(app: App, readers: int) -> None:
    """Have a newsletter, its readers, and what it is to tell them."""
    now = SystemClock().now()
    app.newsletters.add(
        Newsletter(
            name="morning", title="Morning", schedule="daily 07:00", timezone="UTC", created=now
        )
    )
    enlist(app, "morning", readers, now)
    for number in range(SECTIONS):
        app.publish(app.ingest(story(number), announce=True))


def story(number: int) -> Story:
    summary = "Ferries had carried everybody for three weeks, and some will miss them. " * 3
    content = Content(
        headline=f"Bridge {number} opens again", summary=summary, body_html="<p>It opened.</p>"
    )
    return Story(content=content)


def size_of(app: App) -> int:
    """Return the size of a message of the edition that was sent."""
    with app.store.read() as tx:
        rendered = tx.cohorts.body(tx.deliveries.page(limit=1)[0].cohort_id)
        newsletter = tx.newsletters.get("morning")
    if rendered is None:
        sys.exit("the edition has no body")
    return len(
        app.postmaster.specimen(rendered, newsletter, SystemClock().now(), app.settings.sender())
    )


TEMPLATE = """<html><body><p><a href="https://{{ domain }}/unsubscribe/{{ token }}">Leave</a></p>
{% for number in numbers %}<h2>Bridge {{ number }} opens again</h2>
<p>{{ summary }}</p>{% endfor %}</body></html>"""


def plain_rate(port: int, size: int) -> float:
    """Send messages of that size the plain way."""
    template = Environment(autoescape=True).from_string(TEMPLATE)
    key = make_key(KeyKind.RSA).private
    summary = "Ferries had carried everybody for three weeks. " * (size // 2 // SECTIONS // 50)
    with smtplib.SMTP("127.0.0.1", port) as server:
        began = time.perf_counter()
        for number in range(PLAIN):
            told = {"domain": DOMAIN, "token": f"{number:043}", "summary": summary}
            message = EmailMessage(policy=SMTP)
            message["From"], message["To"] = f"news@{DOMAIN}", f"reader{number}@example.org"
            message["Subject"], message["Message-ID"] = "Morning", f"<{number}@{DOMAIN}>"
            html = template.render(numbers=range(SECTIONS), **told)
            message.set_content(html)
            message.add_alternative(html, subtype="html")
            data = bytes(message)
            signature = dkim.sign(data, b"bench", DOMAIN.encode(), key)
            server.sendmail(f"news@{DOMAIN}", message["To"], signature + data)
        return PLAIN / (time.perf_counter() - began)


def machine() -> dict[str, object]:
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return {
        "processor": cpu[1] if cpu else platform.processor(),
        "processors": os.cpu_count(),
        "load before": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def report(
    best: dict[str, float],
    ratios: dict[str, float],
    growth: dict[str, float],
    rounds: list[dict[str, float]],
) -> None:
    for name, value in best.items():
        each = "  ".join(f"{one[name]:8,.0f}" for one in rounds)
        print(f"{name:33} {value:9,.0f}   of {each}")
    for name, bar in BARS.items():
        print(f"{name:33} {ratios[name]:9.2f}   bar {bar:.2f}")
    for name, times in growth.items():
        print(f"{name:33} {times:9.2f}   times that for {SMALL:,}; bar {GROWTH:.2f}")


if __name__ == "__main__":
    sys.exit(main())
