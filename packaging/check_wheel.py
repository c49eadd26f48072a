"""Builds the wheel, installs it into a fresh environment outside the sources, and opens the workspace that it carries.

Run by `make check`. The packages come from the environment that runs this, so that nothing is downloaded twice.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Seconds until the desk is ready.
PATIENCE = 60.0


def main() -> int:
    """0 when the installed desk serves its page, script and catalogues."""
    with tempfile.TemporaryDirectory(prefix="tandem-wheel-") as folder:
        wheel = _build(Path(folder))
        _look_into(wheel)
        program = _install(wheel, Path(folder) / "venv")
        _serve(program, Path(folder) / "home")
    sys.stdout.write(f"The wheel serves the workspace by itself: {wheel.name}\n")
    return 0


def _build(folder: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        f"--wheel-dir={folder}",
        str(ROOT),
    ]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def _look_into(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in ("tandem/web_build/index.html", "tandem/locale/cs/LC_MESSAGES/django.mo"):
        assert wanted in names, f"{wanted} is not in the wheel"
    assert any(name.startswith("tandem/web_build/assets/") and name.endswith(".js") for name in names)
    strangers = [name for name in names if not name.startswith(("tandem/", "tandem-"))]
    assert not strangers, f"the wheel holds what is not the program: {strangers[:5]}"


def _install(wheel: Path, environment: Path) -> Path:
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    packages = next((environment / "lib").glob("python*/site-packages"))
    # Behind the environment's own, where the wheel is.
    (packages / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n")
    ask = [python, "-c", "import tandem; print(tandem.__file__)"]
    where = subprocess.run(ask, check=True, capture_output=True, text=True, cwd="/")
    assert where.stdout.startswith(str(environment)), where.stdout
    return environment / "bin" / "tandem"


def _serve(program: Path, home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"], "TANDEM_HOME": str(home), "TANDEM_HTTP": f"127.0.0.1:{port}", "TANDEM_SMTP_IN": "off",
        "TANDEM_LMTP_IN": "off",
    }  # fmt: skip
    subprocess.run([program, "migrate"], check=True, env=environment, cwd="/")
    process = subprocess.Popen([program, "serve"], env=environment, cwd="/", stdout=subprocess.DEVNULL)
    try:
        page = _page(f"http://127.0.0.1:{port}", process)
        script = page.split('src="/agent/assets/', 1)[1].split('"', 1)[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/agent/assets/{script}", timeout=10) as answer:
            assert answer.status == 200
            assert len(answer.read()) > 10_000
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/tickets", headers={"Accept-Language": "cs"})
        try:
            urllib.request.urlopen(asked, timeout=10)
        except urllib.error.HTTPError as refusal:
            assert "Sign in first" not in refusal.read().decode(), "the catalogues are not compiled"
        else:
            raise AssertionError("tickets are shown to nobody in particular")
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0


def _page(address: str, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "it ended"
        with suppress(OSError), urllib.request.urlopen(f"{address}/agent/", timeout=5) as answer:
            return str(answer.read().decode())
        time.sleep(0.1)
    raise TimeoutError("the desk was not ready in time")


if __name__ == "__main__":
    sys.exit(main())
