"""Recipes lead to files that exist, and the page of recipes names each of them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ROOT / "docs/recipes"
PATH = re.compile(r"`((?:tandem|web|tests|docs|bench|faults)/[^`<]*)`")


def test_recipes_name_only_what_exists() -> None:
    gone = {
        f"{recipe.name}: {path}"
        for recipe in RECIPES.glob("*.md")
        for path in PATH.findall(recipe.read_text("utf-8"))
        if not (ROOT / path).exists()
    }
    assert gone == set()


def test_every_recipe_is_found() -> None:
    contents = (RECIPES / "README.md").read_text("utf-8")
    recipes = {path.name for path in RECIPES.glob("*.md")} - {"README.md"}
    assert set(re.findall(r"\(([\w-]+\.md)\)", contents)) == recipes
