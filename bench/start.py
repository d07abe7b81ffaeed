"""How long does Syndicate take to start, beside what Python itself and its web library take?

Each command runs several times in turn; the middle one counts. Aims: `serve`
answers within 2 s, `--help` within 250 ms, on a machine at rest.
"""

import argparse
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

SYNDICATE = Path(sys.executable).with_name("syndicate")
PATIENCE = 30.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        run([str(SYNDICATE), "init", str(site)])
        seconds = measured(site, arguments.runs)
    report(seconds, as_json=arguments.json)


def measured(site: Path, runs: int) -> dict[str, float]:
    taken: dict[str, list[float]] = {"python": [], "starlette": [], "help": [], "serve": []}
    for _ in range(runs):
        taken["python"].append(run([sys.executable, "-c", "pass"]))
        taken["starlette"].append(run([sys.executable, "-c", "import starlette.applications"]))
        taken["help"].append(run([str(SYNDICATE), "--help"]))
        taken["serve"].append(first_answer(site))
    return {name: statistics.median(times) for name, times in taken.items()}


def run(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def first_answer(site: Path) -> float:
    port = free_port()
    command = [str(SYNDICATE), "--settings", str(site / "settings.toml"), "serve"]
    began = time.perf_counter()
    with subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/feeds/all.atom", server)
            return time.perf_counter() - began
        finally:
            server.terminate()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - ours
                answer.read()
                return
        except urllib.error.URLError:
            if server.poll() is not None:
                raise SystemExit(f"serve ended with {server.returncode}") from None
            time.sleep(0.005)
    raise SystemExit(f"no answer from {address} within {PATIENCE:.0f} s")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def report(seconds: dict[str, float], *, as_json: bool) -> None:
    ratios = {
        "help_to_starlette": seconds["help"] / seconds["starlette"],
        "serve_to_starlette": seconds["serve"] / seconds["starlette"],
    }
    if as_json:
        print(json.dumps({"seconds": seconds, "ratios": ratios}))
        return
    for name, label in LABELS.items():
        ratio = seconds[name] / seconds["starlette"]
        print(f"{label:42} {1000 * seconds[name]:7.0f} ms   {ratio:5.2f} × import starlette")


LABELS = {
    "python": "python -c pass",
    "starlette": 'python -c "import starlette.applications"',
    "help": "syndicate --help (aim 250 ms)",
    "serve": "syndicate serve, first answer (aim 2 s)",
}

if __name__ == "__main__":
    main()
