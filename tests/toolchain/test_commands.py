"""The commands of the Makefile and .ci: help, missing system packages, and the verdict of CI.

The machine that they see is made of small stand-ins on PATH; nothing is installed.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BORROWED = (
    "bash",
    "cat",
    "chmod",
    "dirname",
    "env",
    "grep",
    "mktemp",
    "rm",
    "tail",
    "tee",
    "touch",
)
CLOSING = (
    "========================= 2 failed, 40 passed in 61.20s (0:01:01) ========================="
)


class Machine:
    """A machine with only the programs that a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.log = folder / "log"
        for name in BORROWED:
            path = shutil.which(name)
            assert path is not None
            (self.programs / name).symlink_to(path)

    def add(self, name: str, script: str) -> None:
        program = self.programs / name
        program.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env={"PATH": str(self.programs), "LOG": str(self.log)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_make__alone__tells_every_command_in_one_line() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)

    command = ["make", "--no-print-directory"]  # the tests may themselves be run by make
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert phony is not None
    assert [line.split()[1] for line in shown.splitlines()] == phony[1].split()


def test_system_packages__ordinary_user_without_sudo__is_told_what_to_install(
    machine: Machine,
) -> None:
    machine.add("id", "echo 1000")
    machine.add("apt-get", 'touch "$LOG"')

    result = machine.run(ROOT / ".ci/system-packages", "make")

    assert result.returncode == 1
    assert "sudo apt-get install make" in result.stderr
    assert not machine.log.exists()


def test_system_packages__no_apt__says_which_packages_are_missing(machine: Machine) -> None:
    result = machine.run(ROOT / ".ci/system-packages", "make")

    assert result.returncode == 1
    assert "no apt-get: make" in result.stderr


@pytest.mark.parametrize(
    ("user", "sudo"), [("0", None), ("1000", 'shift; [ "$1" = true ] || exec "$@"')]
)
def test_system_packages__root_or_sudo__refreshes_the_lists_and_installs(
    machine: Machine, user: str, sudo: str | None
) -> None:
    machine.add("id", f"echo {user}")
    machine.add("apt-get", 'echo "$DEBIAN_FRONTEND $*" >>"$LOG"')
    if sudo is not None:
        machine.add("sudo", sudo)

    result = machine.run(ROOT / ".ci/system-packages", "make")

    calls = machine.log.read_text(encoding="utf-8").splitlines()
    assert result.returncode == 0
    assert all(call.startswith("noninteractive -q -y") for call in calls)
    assert [call.split("=300 ")[1] for call in calls] == [
        "update",
        "install --no-install-recommends make",
    ]


def test_system_packages__apt_fails__says_so_and_fails(machine: Machine) -> None:
    machine.add("id", "echo 0")
    machine.add("apt-get", "exit 100")

    result = machine.run(ROOT / ".ci/system-packages", "make")

    assert result.returncode == 1
    assert "apt-get could not install: make" in result.stderr


def test_system_packages__nothing_missing__does_nothing(machine: Machine) -> None:
    machine.add("make", "exit 0")

    result = machine.run(ROOT / ".ci/system-packages", "make")

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(("check", "test", "verdict"), [(0, 0, 0), (0, 1, 1), (2, 0, 1), (2, 2, 1)])
def test_ci_run__check_or_test_fails__fails_with_the_closing_line_last(
    machine: Machine, check: int, test: int, verdict: int
) -> None:
    of_make = "echo 'make: *** [test] Error 1' >&2;" if test else ""
    run_tests = f"echo '{CLOSING}'; {of_make} exit {test}"
    machine.add("make", f"case $2 in check) exit {check} ;; test) {run_tests} ;; esac")

    result = machine.run(ROOT / ".ci/run")

    assert result.returncode == verdict
    assert result.stdout.splitlines()[-1] == CLOSING
