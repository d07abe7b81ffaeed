"""Which processes serve in a bench: Syndicate itself, a bare application, nginx."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
PATIENCE = 60.0
_NGINX = """
daemon off;
pcre_jit on;
master_process off;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {servers}
}}
"""
_STATIC = """
server {{
    listen {host}:{port};
    location / {{ root {root}; gzip_static on; }}
    location /plain/ {{ root {folder}; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Node:
    """A process that serves: where it answers, and its number."""

    url: str
    process: int


@contextmanager
def syndicate(folder: Path) -> Iterator[str]:
    """Run `syndicate serve` on the site of a folder; yield its address."""
    with node(folder) as running:
        yield running.url


@contextmanager
def node(folder: Path, *options: str) -> Iterator[Node]:
    """Run `syndicate serve`, with options, on the site of a folder."""
    port = free_port()
    place = str(folder / "settings.toml")
    command = ["-m", "syndicate", "--settings", place, "serve", "--port", str(port), *options]
    with _running([sys.executable, *command], port) as running:
        yield running


@contextmanager
def bare(answers: Path) -> Iterator[str]:
    """Run the bare application over a file of answers; yield its address."""
    port = free_port()
    program = str(Path(__file__).with_name("bare.py"))
    with _running([sys.executable, program, str(port), str(answers)], port) as running:
        yield running.url


@contextmanager
def nginx(folder: Path, root: Path) -> Iterator[tuple[str, str]]:
    """Run nginx over a folder of feeds: by the file in docs/, and as simply as can be.

    Yield both addresses; the second one has files of `folder`/plain, too.
    """
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if program is None:
        raise SystemExit("nginx is not installed: apt-get install nginx-light")
    ours, simple = free_port(), free_port()
    as_told = (ROOT / "docs" / "nginx.conf").read_text()
    as_told = as_told.replace("/srv/syndicate/feeds", str(root))
    as_told = as_told.replace("listen 80", f"listen {HOST}:{ours}")
    static = _STATIC.format(host=HOST, port=simple, root=root, folder=folder)
    file = folder / "nginx.conf"
    file.write_text(_NGINX.format(folder=folder, servers=as_told + static))
    command = [program, "-e", str(folder / "errors"), "-c", str(file)]
    with _running(command, ours) as running:
        yield running.url, f"http://{HOST}:{simple}"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server((HOST, 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def _running(command: Sequence[str], port: int) -> Iterator[Node]:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        try:
            _wait(process, port)
            yield Node(f"http://{HOST}:{port}", process.pid)
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"a server ended with {process.returncode}")
        with socket.socket() as asking:
            if asking.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.01)
    raise SystemExit("a server did not answer")
