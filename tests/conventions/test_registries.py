"""Everything that settings name by a string is there, and the database's shape is written down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string

from tandem.kernel.effects import effect_kinds
from tandem.kernel.records import record_kinds
from tandem.people.right_names import AREA_NAMES, RIGHT_NAMES
from tandem.people.roles import RIGHTS
from tests.conventions.sources import ROOT


def _paths(value: Any) -> Iterator[str]:
    """Dotted paths into our own package within a setting, however it is nested."""
    if isinstance(value, str):
        if re.fullmatch(r"tandem(\.\w+)+", value):
            yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _paths(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _paths(inner)


def _named() -> list[str]:
    lists = [
        name
        for name in dir(settings)
        if name.isupper() and name not in {"INSTALLED_APPS", "DATABASES", "SESSION_COOKIE_NAME"}
    ]
    return sorted(
        {path for name in lists for path in _paths(getattr(settings, name))}
        - {settings.ROOT_URLCONF, settings.SETTINGS_MODULE}
    )


@pytest.mark.parametrize("path", _named())
def test_what_settings_name_is_there(path: str) -> None:
    import_string(path)


def test_every_setting_of_the_pipeline_is_a_list_of_names() -> None:
    for name in (
        "RECORDS",
        "GUARDS",
        "EXTENDERS",
        "INVARIANTS",
        "PROJECTIONS",
        "BEFORE_LOCK",
        "PLANNERS",
        "AFTER_COMMIT",
        "AFTER_REFUSAL",
        "EFFECT_KINDS",
    ):
        parts = getattr(settings, name)
        assert all(isinstance(part, str) for part in parts), name
        assert len(parts) == len(set(parts)), f"{name} names something twice"


def test_kinds_are_unique_and_their_fields_exist() -> None:
    kinds = record_kinds()
    assert len(kinds) == len(settings.RECORDS)
    for kind in kinds.values():
        for field in (*kind.tracked, *kind.secret):
            assert kind.attribute(field)
        assert kind.secret <= set(kind.tracked)
        for stored in kind.sets.values():
            columns = {column.attname for column in stored.rows().model._meta.concrete_fields}
            assert {stored.owner, stored.value} <= columns
        if kind.part_of is not None:
            whole, attribute = kind.part_of
            assert kinds[whole].part_of is None
            assert attribute in {column.attname for column in kind.model_class()._meta.concrete_fields}
            assert list(kinds).index(whole) < list(kinds).index(kind.name), "a whole is inserted before its parts"


def test_event_kinds_are_dotted_words_in_the_past() -> None:
    for kind in record_kinds().values():
        names = [name for name in (kind.created, *kind.tracked.values()) if isinstance(name, str)]
        for name in [*names, *(stored.event for stored in kind.sets.values())]:
            assert re.fullmatch(r"[a-z_]+\.[a-z_]+", name), name


def test_effect_kinds_that_must_not_be_in_doubt_can_answer() -> None:
    kinds = effect_kinds()
    assert len(kinds) == len(settings.EFFECT_KINDS)
    for kind in kinds.values():
        assert kind.policy == "repeat" or kind.doubt is not None, kind.name


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    told = StringIO()
    own = [app.label for app in apps.get_app_configs() if app.name.startswith("tandem.")]
    try:
        call_command("makemigrations", *own, check=True, dry_run=True, stdout=told)
    except SystemExit:
        pytest.fail(told.getvalue())


def test_the_layers_know_every_package() -> None:
    """The contract is exhaustive, which needs every folder to be a package."""
    folders = [path for path in (ROOT / "tandem").iterdir() if path.is_dir() and any(path.rglob("*.py"))]
    assert [path.name for path in folders if not (path / "__init__.py").exists() and path.name != "__pycache__"] == []


def test_every_right_has_a_name_in_the_table_of_rights() -> None:
    assert set(RIGHT_NAMES) == set(RIGHTS)
    assert {right.partition(".")[0] for right in RIGHTS} == set(AREA_NAMES)
