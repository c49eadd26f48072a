"""A parser that can be poisoned by a header, since no real mail is known that kills it: see `poisoned_child`."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

from faults.inside.hooks import when_loaded


def apply() -> None:
    """Set the hook."""
    when_loaded("tandem.channels.email.parsing.parser_child", _change)


def _change(module: ModuleType) -> None:
    # By its path: the parser's process has nothing of our folder in its search path.
    module._COMMAND = [sys.executable, "-I", str(Path(__file__).with_name("poisoned_child.py"))]
