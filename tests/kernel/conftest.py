"""The toy house replaces the real one in settings for every test of the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

#: The ordered lists, empty unless a test fills them.
LISTS = (
    *("GUARDS", "EXTENDERS", "INVARIANTS", "PROJECTIONS", "PLANNERS"),
    *("AFTER_COMMIT", "AFTER_REFUSAL", "BEFORE_LOCK"),
)


@pytest.fixture(scope="session")
def toy_tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    from django.db import connection

    from tests.kernel.toy.models import MODELS

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in reversed(MODELS):
            editor.delete_model(model)


@pytest.fixture(autouse=True)
def toy_house(request: pytest.FixtureRequest, settings: Any, toy_tables: None) -> Iterator[None]:
    from tandem.kernel.effects import effect_kinds
    from tandem.kernel.records import record_kinds
    from tests.kernel.toy import models, wiring

    def forget() -> None:
        record_kinds.cache_clear()
        effect_kinds.cache_clear()
        for told in (wiring.published, wiring.refusals, wiring.prepared, wiring.carried_out):
            told.clear()

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.kernel.toy"]
    settings.RECORDS = wiring.RECORDS
    settings.EFFECT_KINDS = wiring.EFFECT_KINDS
    for name in LISTS:
        setattr(settings, name, [])
    forget()
    yield
    forget()
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        # Django empties the tables of installed apps, and by then the toy app is none.
        for model in reversed(models.MODELS):
            model._base_manager.all().delete()


@pytest.fixture
def wire(settings: Any) -> Any:
    """Puts parts of the toy house into the ordered lists: wire(GUARDS=["no_pink"])."""

    def put(**lists: list[str]) -> None:
        for name, parts in lists.items():
            setattr(settings, name, [f"tests.kernel.toy.wiring.{part}" for part in parts])

    return put
