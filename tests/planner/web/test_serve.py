"""`sasurai serve` as a process."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import pytest

from geo.errors import DatasetError, GeoError
from geo.matrix import is_warm
from planner import config
from planner.cli import serve
from planner.errors import DatasetMissing
from planner.web.app import create_app
from planner.web.settings import defaults
from planner.web.state import KEY

PROGRAM = (sys.executable, "-c", "from planner.cli.main import main; main()", "serve")


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "SASURAI_INSTANCE": str(tmp_path / "instance"), "PYTHONUNBUFFERED": "1"}


def test_a_port_in_use_is_said_in_one_line_and_nothing_is_touched(environment, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*PROGRAM, "--port", str(port)], env=environment, capture_output=True, text=True, timeout=300
        )
    assert done.returncode == 2
    assert done.stderr.startswith(f"sasurai: port {port} is already in use")
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.glob("instance/*.db"))


class Held:
    """An app whose trips take until the gate opens, and whose pages take no time."""

    config = defaults()

    def __init__(self):
        self.gate, self.began = threading.Event(), threading.Semaphore(0)

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/trip":
            self.began.release()
            self.gate.wait(120)
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
        return [b"here"]


def stop(server, loop):
    """Stop a server once the connections of its clients are closed."""
    until = time.monotonic() + 30
    while getattr(server, "active_channels", None) and time.monotonic() < until:
        time.sleep(0.02)
    server.task_dispatcher.shutdown()
    server.close()
    loop.join(60)


def test_pages_come_while_every_solver_works_and_the_queue_is_full():
    app, solvers = Held(), 2
    server = serve._listen(app, "127.0.0.1", 0, solvers)
    address = f"http://127.0.0.1:{server.effective_port}"
    loop = threading.Thread(target=server.run, daemon=True)
    loop.start()
    waiting = [
        threading.Thread(target=get, args=(f"{address}/trip",)) for _ in range(solvers + Held.config["SOLVE_QUEUE"])
    ]
    try:
        for thread in waiting:
            thread.start()
        assert all(app.began.acquire(timeout=60) for _ in waiting), "each trip has a thread of its own"
        with urllib.request.urlopen(f"{address}/ja/", timeout=60) as page:
            assert page.read() == b"here"
    finally:
        app.gate.set()
        for thread in waiting:
            thread.join(60)
        stop(server, loop)


@pytest.mark.parametrize("kind", [DatasetError, DatasetMissing])
def test_data_that_cannot_be_loaded_is_said_in_one_line(settings, monkeypatch, capsys, caplog, kind):
    def steps(*_):
        def fail(_):
            raise kind("stations.parquet is damaged.")

        return {"dataset": fail}

    stopped = []
    monkeypatch.setattr("planner.web.loading.steps", steps)
    monkeypatch.setattr(os, "kill", lambda _, number: stopped.append(number))
    app = create_app({**settings, "DATASET": None})
    serve._load(app, None, "http://127.0.0.1:1/")
    app.extensions[KEY].store.close()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("sasurai: stations.parquet is damaged.")
    assert said.err.count("\n") == 1
    assert caplog.records == []
    assert stopped == [signal.SIGTERM]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_what_is_too_large_to_be_read_is_a_problem_like_any_other(host):
    server = serve._listen(Held(), host, 0, 1)
    address = (getattr(server, "effective_listen", None) or [("127.0.0.1", server.effective_port)])[0]
    loop = threading.Thread(target=server.run, daemon=True)
    loop.start()
    try:
        with socket.create_connection(address[:2], timeout=60) as sent:
            sent.sendall(b"POST /api/v1/plans HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
            head, _, body = b"".join(iter(lambda: sent.recv(4096), b"")).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 413 ")
        assert b"application/problem+json" in head
        problem = json.loads(body)
        assert (problem["status"], problem["error"], problem["field"]) == (413, "too_large", "body")
    finally:
        stop(server, loop)


def is_built():
    try:
        return is_warm(config.data_dir(), config.cache_dir())
    except GeoError:
        return False


def get(address):
    with urllib.request.urlopen(address, timeout=120) as answer:
        return answer.read().decode()


def ends(group, seconds=60.0):
    """Tell whether all processes of a group end soon; the last to go is multiprocessing's own tracker."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
@pytest.mark.skipif(not is_built(), reason="the travel matrices are not built: run `make setup`")
def test_from_an_empty_instance_to_a_trip_and_a_clean_stop(environment, tmp_path):
    server = subprocess.Popen(
        [*PROGRAM, "--port", "0", "--workers", "1"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        line = server.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address, line or server.stderr.read()
        assert json.loads(get(f"{address[0]}/readyz"))["ready"] is True
        assert "<html" in get(f"{address[0]}/ja/")
        asked = {"from": "千代田区", "start": "2027-09-01", "days": 92, "seconds": 1}
        request = urllib.request.Request(
            f"{address[0]}/api/v1/plans", json.dumps(asked).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            assert answer.status == 201
            plan = json.load(answer)
        assert plan["itinerary"]["stays"]
        assert 0 <= plan["gap"] < 1
        assert get(address[0] + plan["links"]["gpx"]).startswith("<?xml")
        server.send_signal(signal.SIGTERM)
        _, trouble = server.communicate(timeout=60)
        assert (server.returncode, trouble.strip().splitlines()[-1]) == (0, "Stopped.")
        assert ends(server.pid), "no process of the server is left"
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.communicate()
