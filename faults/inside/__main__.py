"""`python -m faults.inside COMMAND …`: the program `tandem`, with what FAULTS_INSIDE names (modules, by commas) changed first."""

from __future__ import annotations

import importlib
import os


def main() -> None:
    """Let each named module set its hooks, then be `tandem`."""
    for name in filter(None, os.environ.get("FAULTS_INSIDE", "").split(",")):
        importlib.import_module(name).apply()
    from tandem.cli import main as tandem

    tandem()


if __name__ == "__main__":
    main()
