"""How many answers does a server give in a second? wrk asks, which is written in C.

Whether wrk is what limits them is told with the figures: how much of a processor it used.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8
_TELL = """
done = function(summary, latency)
  local e = summary.errors
  print(string.format("told %d %d %d", summary.requests, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Answers a second, and the part of one processor that asking took."""

    a_second: float
    asking: float


def rate(url: str, headers: Mapping[str, str], seconds: int) -> Rate:
    """Ask for an address over some connections. Any error ends the bench."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is not installed: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "tell.lua"
        script.write_text(_TELL)
        told = [f"-H{name}: {value}" for name, value in headers.items()]
        command = [program, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", f"-s{script}", *told, url]
        before = os.times()
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        after = os.times()
    line = next(line for line in said.splitlines() if line.startswith("told "))
    requests, microseconds, errors = map(int, line.split()[1:])
    if errors or not requests:
        raise SystemExit(f"{url}: {errors} of {requests} requests failed:\n{said}")
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    return Rate(a_second=requests * 1e6 / microseconds, asking=used * 1e6 / microseconds)
