"""A database that went away is nobody's mistake: whoever asked is told to ask again, and not that something went wrong."""

from __future__ import annotations

import orjson
import psycopg
import pytest
from django.db import DataError, OperationalError
from django.test import RequestFactory

from tandem.api.errors import unexpected
from tandem.infra.postgresql.away import is_away


def raised(error: type[Exception], cause: Exception) -> Exception:
    """As Django wraps what a driver says."""
    wrapped = error("said by the driver")
    wrapped.__cause__ = cause
    return wrapped


def behind(error: Exception) -> Exception:
    """Something else that failed because of it."""
    try:
        try:
            raise error
        except OperationalError:
            raise RuntimeError("could not look it up")  # noqa: B904  # as careless code does it
    except RuntimeError as outer:
        return outer


LOST = raised(OperationalError, psycopg.OperationalError("server closed the connection unexpectedly"))
AWAY = [
    LOST,
    behind(LOST),
    raised(OperationalError, psycopg.errors.AdminShutdown("terminating connection")),
    raised(OperationalError, psycopg.errors.CannotConnectNow("the database system is starting up")),
]
OTHERS = [
    RuntimeError("a mistake of ours"),
    raised(OperationalError, psycopg.errors.QueryCanceled("statement timeout")),
    raised(DataError, psycopg.errors.StringDataRightTruncation("too long")),
    raised(OperationalError, RuntimeError("no such table: gone")),
]


@pytest.mark.parametrize("error", AWAY, ids=repr)
def test_it_is_told_as_such(error: Exception) -> None:
    answer = unexpected(RequestFactory().get("/"), error)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert orjson.loads(answer.content)["code"] == "server.part_away"


@pytest.mark.parametrize("error", OTHERS, ids=repr)
def test_anything_else_is_our_own_fault(error: Exception) -> None:
    assert not is_away(error) and unexpected(RequestFactory().get("/"), error).status_code == 500
