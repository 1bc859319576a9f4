"""The first run: a virtual environment out of the lock, on a machine where only python3 and make exist.

The packages come from a package index of two pages that the test serves on loopback itself.
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from portal import bootstrap

ROOT = Path(bootstrap.__file__).resolve().parent.parent
CLOSED_PORT = "http://127.0.0.1:9/simple/"


class Index:
    """A package index in a folder, and a list of the paths that were asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        index = self

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:
                index.asked.append(self.path)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.url = f"http://127.0.0.1:{self.server.server_port}/simple/"

    def add(self, name: str, tag: str = "py3-none-any") -> str:
        """Offer version 1.0 of a package of one empty module; the answer is its line for a lock."""
        page = self.folder / "simple" / name
        page.mkdir(parents=True)
        wheel = page / f"{name}-1.0-{tag}.whl"
        about = f"{name}-1.0.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(f"{name}.py", "")
            archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
            archive.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
            archive.writestr(f"{about}/RECORD", "")
        (page / "index.html").write_text(f'<!DOCTYPE html><body><a href="{wheel.name}">{wheel.name}</a>')
        return f"{name}==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    folder = tmp_path / "index"
    folder.mkdir()
    index = Index(folder)
    Thread(target=index.server.serve_forever, daemon=True).start()
    yield index
    index.server.shutdown()
    index.server.server_close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one command, in a folder whose name has a space."""
    root = tmp_path / "het portaal"
    (root / "portal").mkdir(parents=True)
    for name in ("__init__.py", "bootstrap.py", bootstrap.PIP_WHEEL):
        shutil.copy(ROOT / "portal" / name, root / "portal")
    (root / "portal/cli.py").write_text("import sys\ndef main():\n    print(*sys.argv[1:])\n    return 3\n")
    (root / "requirements.lock").write_text("")
    (root / "requirements-dev.lock").write_text("")
    return root


def start(project: Path, *arguments: str, index: str = CLOSED_PORT) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    env |= {"PIP_INDEX_URL": index, "PIP_CONFIG_FILE": os.devnull, "NO_PROXY": "127.0.0.1"}
    command = [sys.executable, str(project / "portal/bootstrap.py"), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)


def has_module(project: Path, name: str) -> bool:
    python = project / ".venv/bin/python"
    return subprocess.run([python, "-c", f"import {name}"], capture_output=True, check=False).returncode == 0


# --- a whole first run


def test_first_run_installs_the_lock_and_the_second_does_nothing(project: Path, index: Index) -> None:
    (project / "requirements.lock").write_text(index.add("brood"))
    (project / "requirements-dev.lock").write_text(index.add("brood_test"))

    first = start(project, index=index.url)
    assert (first.returncode, first.stderr) == (0, "")
    assert has_module(project, "brood")
    launched = subprocess.run([project / ".venv/bin/portal", "a b", "c"], capture_output=True, text=True)
    assert (launched.stdout, launched.returncode) == ("a b c\n", 3)

    index.asked.clear()
    second = start(project, index=index.url)
    assert (second.returncode, second.stdout, second.stderr, index.asked) == (0, "", "", [])


def test_later_runs_add_to_the_environment_and_never_break_it(project: Path, index: Index) -> None:
    run_lock, dev_lock = project / "requirements.lock", project / "requirements-dev.lock"
    run_lock.write_text(brood := index.add("brood"))
    dev_lock.write_text(brood + index.add("kaas"))
    assert start(project, index=index.url).returncode == 0
    assert start(project, "--dev", index=index.url).returncode == 0
    assert has_module(project, "brood")
    assert has_module(project, "kaas")
    assert start(project, index=CLOSED_PORT).stdout == "", "the lock of the tests holds that of the portal"

    run_lock.write_text(brood + index.add("melk"))
    away = start(project, index=CLOSED_PORT)
    assert (away.returncode, has_module(project, "brood")) == (1, True)
    assert "cannot be reached" in away.stderr
    run_lock.write_text(brood)
    assert start(project, index=CLOSED_PORT).returncode == 0, "what is installed needs no network"


def test_a_project_that_was_moved_gets_a_new_environment(project: Path) -> None:
    assert start(project).returncode == 0
    moved = project.rename(project.parent / "elders")
    assert start(moved).returncode == 0
    launched = subprocess.run([moved / ".venv/bin/portal", "x"], capture_output=True, text=True)
    assert launched.stdout == "x\n"


def test_the_launcher_starts_nothing_in_a_process_that_only_reads_it(project: Path) -> None:
    assert start(project).returncode == 0
    launcher = project / ".venv/bin/portal"
    read = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='__mp_main__')"
    done = subprocess.run([project / ".venv/bin/python", "-c", read, launcher], capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_a_launcher_of_an_older_version_is_written_anew(project: Path) -> None:
    assert start(project).returncode == 0
    launcher = project / ".venv/bin/portal"
    launcher.write_text("")
    assert start(project).returncode == 0
    assert subprocess.run([launcher, "x"], capture_output=True, text=True).stdout == "x\n"


# --- refusals, each in one sentence


def test_a_package_with_another_hash_is_refused(project: Path, index: Index) -> None:
    line = index.add("brood")
    (project / "requirements.lock").write_text(line[:-65] + "0" * 64 + "\n")
    done = start(project, index=index.url)
    assert done.returncode == 1
    assert "not the one named in the lock" in done.stderr
    assert "Expected sha256 " + "0" * 64 in (project / ".venv/pip.log").read_text()
    assert not has_module(project, "brood")
    assert len((project / ".venv/stamp").read_text().splitlines()) == 1, "a failed run records no lock"


def test_a_lock_without_hashes_is_refused(project: Path, index: Index) -> None:
    index.add("brood")
    (project / "requirements.lock").write_text("brood==1.0\n")
    done = start(project, index=index.url)
    assert done.returncode == 1
    assert not has_module(project, "brood")


def test_a_package_without_a_wheel_for_this_platform_is_named(project: Path, index: Index) -> None:
    (project / "requirements.lock").write_text(index.add("brood", tag="cp27-cp27m-win32"))
    done = start(project, index=index.url)
    assert done.returncode == 1
    assert "no ready-made brood==1.0 for" in done.stderr


def test_an_altered_pip_is_never_run(project: Path) -> None:
    with (project / "portal" / bootstrap.PIP_WHEEL).open("ab") as wheel:
        wheel.write(b"x")
    done = start(project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "damaged or altered" in done.stderr
    assert not (project / ".venv").exists()


def test_an_absent_lock_and_an_unknown_option_are_refused(project: Path) -> None:
    (project / "requirements.lock").unlink()
    assert "requirements.lock" in start(project).stderr
    assert "Usage" in start(project, "--ontwikkel").stderr


@pytest.mark.parametrize(
    ("output", "part"),
    [
        ("There was a problem confirming the ssl certificate: x\nERROR: No matching ...", "PIP_CERT"),
        ("WARNING: Retrying (Retry(total=4 ...\nERROR: No matching distribution found for a==1", "reached"),
        ("ERROR: No matching distribution found for lxml==6.1", "no ready-made lxml==6.1 for"),
        ("ERROR: Could not install packages: No space left on device", "No space left on device"),
        ("", "no reason given"),
    ],
)
def test_every_failure_of_pip_becomes_a_sentence(output: str, part: str) -> None:
    assert part in bootstrap.explain(output)


# --- the stamp


def test_the_stamp_follows_the_locks_and_the_place(tmp_path: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(name)
    run, dev = bootstrap.wanted_stamp(tmp_path, dev=False), bootstrap.wanted_stamp(tmp_path, dev=True)
    assert set(run) < set(dev)
    (tmp_path / "requirements.lock").write_text("anders")
    changed = bootstrap.wanted_stamp(tmp_path, dev=True)
    assert [old == new for old, new in zip(dev, changed, strict=True)] == [True, False, True]
    (tmp_path / "b").mkdir()
    shutil.copy(tmp_path / "requirements.lock", tmp_path / "b")
    assert bootstrap.wanted_stamp(tmp_path / "b", dev=False)[0] != run[0]


# --- the files of the project itself


def pins(lock: str) -> dict[str, str]:
    """Package with its platform marker -> version, of every line of a lock that names one."""
    lines = re.findall(r"^([a-z0-9-]+)==([^ ;]+)( ; .*?)? \\$", (ROOT / lock).read_text(), re.MULTILINE)
    return {name + marker: version for name, version, marker in lines}


def test_the_lock_of_the_tests_holds_the_lock_of_the_portal() -> None:
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert run.items() < dev.items()


def test_the_bootstrap_can_be_read_by_a_python_that_is_too_old() -> None:
    ast.parse((ROOT / "portal/bootstrap.py").read_text(), feature_version=(3, 7))


def test_make_alone_lists_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony
    done = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [line.split()[1] for line in done.stdout.splitlines()] == phony[1].split()
    assert all(len(line.split()) > 3 for line in done.stdout.splitlines())
