"""The source files that the conventions speak of, parsed once."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Relative to the root, with slashes."""
        return self.path.relative_to(ROOT).as_posix()


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file below these folders, but for migrations, which tell their own story."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    kept = [path for path in paths if not {"migrations", "__pycache__"} & set(path.parts)]
    texts = [(path, path.read_text(encoding="utf-8")) for path in kept]
    return tuple(Source(path, text, ast.parse(text)) for path, text in texts)
