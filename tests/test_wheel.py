"""The wheel works on its own: installed outside the checkout, it plans over HTTP."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.config import cache_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
QUESTION = {"from": "13101", "start": "2027-09-01", "days": 30, "seconds": 1}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that holds the wheel; its dependencies are those of the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (wheel,) = folder.glob("sasurai-*.whl")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv/bin/python"
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    install = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python), "install"]
    subprocess.run([*install, "--no-deps", "--no-index", "--quiet", str(wheel)], check=True, timeout=300)
    # a .pth file is not followed from here, so the checkout itself stays out of reach
    (Path(site) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.fixture(scope="module")
def server(installed: Path) -> Iterator[str]:
    """The installed program, serving."""
    environment = {
        "PATH": os.environ["PATH"],
        "SASURAI_CACHE": str(cache_dir()),
        "SASURAI_INSTANCE": str(installed / "instance"),
    }
    with (installed / "log").open("w") as log:
        process = subprocess.Popen(
            [installed / "venv/bin/sasurai", "serve", "--port", "0", "--workers", "1"],
            cwd=installed,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        yield _ready_address(process, installed / "log")
    finally:
        process.terminate()
        process.wait(60)


def _ready_address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        if told := re.search(r"Sasurai is ready: (http://\S+)/", log.read_text()):
            return told[1]
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_the_wheel_brings_its_own_code_and_data(installed: Path) -> None:
    shown = subprocess.run(
        [installed / "venv/bin/python", "-c", "import planner.config as c; print(c.__file__); print(c.data_dir())"],
        check=True,
        capture_output=True,
        text=True,
        cwd=installed,
    ).stdout.split()
    assert all(path.startswith(str(installed / "venv")) for path in shown)
    assert (Path(shown[1]) / "japan/manifest.json").is_file()


@pytest.mark.slow
def test_the_wheel_plans_over_http(server: str) -> None:
    request = urllib.request.Request(
        f"{server}/api/v1/plans",
        data=json.dumps(QUESTION).encode(),
        headers={"Content-Type": "application/json", "X-Sasurai-Device": "0123456789abcdef0123456789abcdef"},
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        assert answer.status == 201
        plan = json.load(answer)
    assert plan["schema"] == "sasurai.plan/1"
    assert len(plan["itinerary"]["legs"]) == len(plan["itinerary"]["stays"]) + 1 >= 2
    # the booklet's font and land come with the wheel too
    with urllib.request.urlopen(server + plan["links"]["pdf"], timeout=120) as answer:
        assert answer.read(5) == b"%PDF-"


@pytest.mark.slow
def test_the_page_of_the_wheel_has_its_map(server: str) -> None:
    with urllib.request.urlopen(f"{server}/ja/", timeout=120) as answer:
        page = answer.read().decode()
    script = re.search(r'src="(/static/[^"]*leaflet[^"]*\.js)"', page)
    assert script
    with urllib.request.urlopen(server + script.group(1), timeout=120) as answer:
        assert len(answer.read()) > 100_000
