"""Make `.venv` from a lock, with the standard library alone: `python3 portal/bootstrap.py [--dev]`.

A bare Debian has no pip, no ensurepip and no list of certificate authorities. The pip wheel beside this file
(MIT licence) brings them, and finds the package index as pip always does: PIP_INDEX_URL, PIP_CERT, pip.conf.
`.venv` belongs to this program: it is made anew when the Python or the place of the project has changed.
A changed lock is installed on top, so a failed download leaves the packages of the day before in place.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

OLDEST_PYTHON = (3, 11)
PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
# /bin/sh starts Python, as a `#!` line cannot hold a path with a space; to Python those lines are a string.
LAUNCHER = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys
from portal.cli import main
# `portal simulate` starts processes, and each of those reads this file.
if __name__ == "__main__":
    sys.exit(main())
"""


def wanted_stamp(root: Path, dev: bool) -> list[str]:
    """The lines `.venv/stamp` must hold: which Python, for which place, the hash of each lock installed."""
    locks = ["requirements.lock", "requirements-dev.lock"][: 2 if dev else 1]
    python = "python {}.{} of {} for {}".format(*sys.version_info[:2], sys.base_prefix, root)
    return [python, *(f"{name} {hashlib.sha256((root / name).read_bytes()).hexdigest()}" for name in locks)]


def explain(output: str) -> str:
    """One sentence for what pip printed when it failed; the order counts, as pip ends most failures alike."""
    if "DO NOT MATCH THE HASHES" in output:
        return "A downloaded package is not the one named in the lock, so nothing was installed."
    if re.search("problem confirming the ssl certificate|not a trusted or secure host", output):
        return "The package index is not trusted: use https, and point PIP_CERT to who vouches for it."
    if "Retrying (" in output:
        return "The package index cannot be reached: check the network, https_proxy and PIP_INDEX_URL."
    missing = re.search(r"No matching distribution found for (\S+)", output)
    if missing:
        platform = "{} with Python {}.{}".format(sysconfig.get_platform(), *sys.version_info[:2])
        return f"The package index has no ready-made {missing[1]} for {platform}."
    return f"pip could not install the packages: {(output.strip().splitlines() or ['no reason given'])[-1]}"


def pip_install(root: Path, lock: str) -> None:
    """Install exactly what `lock` names into `.venv`; exits with a sentence when that fails."""
    options = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--no-input"]
    options += ["--retries", "3", "--disable-pip-version-check", "-r", str(root / lock)]
    # -I: a PYTHONPATH of the user must not make a package look installed.
    pip = [str(root / ".venv/bin/python"), "-I", str(root / "portal" / PIP_WHEEL / "pip")]
    done = subprocess.run(
        [*pip, "install", *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        (root / ".venv/pip.log").write_text(done.stdout)
        sys.exit(f"{explain(done.stdout)} What pip said stands in .venv/pip.log.")


def write_launcher(env: Path) -> None:
    """Write `bin/portal`: also where one stands already, as that may be of an older version."""
    (env / "bin/portal").write_text(LAUNCHER.format(python=env / "bin/python"))
    (env / "bin/portal").chmod(0o755)


def bootstrap(root: Path, dev: bool) -> None:
    """Bring `.venv` in step with the lock (`dev`: that of the tests) and write `.venv/bin/portal`."""
    env, wanted = root / ".venv", wanted_stamp(root, dev)
    stamp = env / "stamp"
    present = stamp.read_text().splitlines() if stamp.exists() else []
    if set(wanted) <= set(present):
        write_launcher(env)
        return
    if hashlib.sha256((root / "portal" / PIP_WHEEL).read_bytes()).hexdigest() != PIP_SHA256:
        sys.exit(f"portal/{PIP_WHEEL} is damaged or altered: restore it from the repository.")
    print("Installing the packages into .venv; this takes up to a minute.", flush=True)
    venv.create(env, clear=wanted[0] not in present, symlinks=True)
    stamp.write_text(wanted[0] + "\n")  # no lock yet, so a broken install is never taken for a whole one
    pip_install(root, wanted[-1].split()[0])
    next(env.glob("lib/python*/site-packages")).joinpath("portal.pth").write_text(f"{root}\n")
    write_launcher(env)
    stamp.write_text("\n".join(wanted) + "\n")


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("Python {}.{} or newer is needed, not {}.{}.".format(*OLDEST_PYTHON, *sys.version_info[:2]))
    if sys.argv[1:] not in ([], ["--dev"]):
        sys.exit("Usage: python3 portal/bootstrap.py [--dev]")
    try:
        bootstrap(Path(__file__).resolve().parent.parent, dev="--dev" in sys.argv)
    except OSError as error:
        sys.exit(f"The packages cannot be installed: {error}.")
