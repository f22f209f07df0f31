"""The examples of both READMEs are run as they stand."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.ja.md")
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)

RUN_ELSEWHERE = ("sasurai serve", "sasurai data build")
"""Tested by the end-to-end tests and by the build's own; one does not end, the other wants the network."""


def _blocks(language: str) -> list[tuple[str, str]]:
    found = []
    for name in READMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        found += [(name, block) for kind, block in _FENCE.findall(text) if kind == language]
    return found


def _commands() -> list[tuple[str, str]]:
    lines = [(name, line.split("  #")[0]) for name, block in _blocks("console") for line in block.splitlines()]
    return [(name, line) for name, line in lines if line.startswith("sasurai ") and not line.startswith(RUN_ELSEWHERE)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples write their files; one example reads what another wrote."""
    return tmp_path_factory.mktemp("readme")


@pytest.mark.parametrize("name", READMES)
def test_a_readme_has_both_kinds_of_examples(name: str) -> None:
    assert any(where == name for where, _ in _commands())
    assert any(where == name for where, _ in _blocks("python"))


@pytest.mark.parametrize(("name", "command"), _commands())
def test_a_command_of_the_readme_works(name: str, command: str, folder: Path) -> None:
    program = Path(sys.executable).with_name("sasurai")
    done = subprocess.run(
        [program, *shlex.split(command)[1:]], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, f"{name}: {command}\n{done.stderr}"


@pytest.mark.parametrize(("name", "code"), _blocks("python"))
def test_a_python_example_of_the_readme_works(name: str, code: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{name}:\n{done.stderr}"
