"""Where the tests find a Chromium: CHROMIUM, else the system's, else one unpacked from an npm package."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str:
    """The executable; unpacks one when the machine has none."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    folder = ROOT / "web/tools/chromium"
    environment = os.environ | {"PATH": f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}"}
    if not (folder / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-progress", "--loglevel=error"], cwd=folder, env=environment, check=True)
    done = subprocess.run(["node", "path.mjs"], cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()
