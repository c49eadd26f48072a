"""Requests that nobody would write by hand: drawn from the description of the API, and sent to the application as it is served.

One half of what is drawn fits the description, the other half is wrong somewhere. What stands in the paths is mostly there, and
bodies are mostly those of `tests.policies.matrix` with parts replaced: a request that is refused at the door tests the door only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import orjson
import schemathesis
from django.conf import settings as django_settings
from django.core.cache import cache as remembered
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, seed, settings, strategies
from schemathesis import Response
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi import checks

from tandem.api.app import api
from tandem.api.authentication import forget
from tandem.api.short_way import Handler
from tandem.kernel.actors import SYSTEM
from tandem.people.models import Person
from tandem.people.tokens import issue_token
from tests.policies.matrix import RULES, Rule
from tests.policies.routes import Route
from tests.policies.scene import Scene, taken_back
from tests.world import World, committing

#: How many requests an operation gets from each role, and from where they are drawn: the same ones each time, so that a failure
#: of today is a failure of tomorrow. `EXAMPLES=2000 SEED=7 pytest tests/api/contract` looks for more.
EXAMPLES: Final = int(os.environ.get("EXAMPLES", "4"))
SEED: Final = int(os.environ.get("SEED", "0"))

#: What every answer is held against: no fault of ours; a status, a content type, headers and JSON as described; and what does not
#: fit the description is refused.
CHECKS: Final = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
#: What gets through may still be refused for what it says.
THROUGH: Final = frozenset({200, 201, 202, 204, 409, 422})
MODES: Final = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


@contextmanager
def one_connection() -> Iterator[None]:
    """A server closes connections that are in a transaction when a request begins; here all requests are in one. Django's own
    client of tests does the same."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who asks: with a session or with a token."""

    name: str
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    narrow: bool = False

    def gets_through(self, rule: Rule | None) -> bool:
        """Whether the matrix says so; of a narrowed token it says nothing."""
        if rule is None or self.narrow or self.name in rule.unseen_by or (rule.browsers_only and not self.cookies):
            return False
        return self.name in rule.roles


def program(person: Person, *scopes: str) -> Caller:
    """Somebody's program."""
    token = issue_token(SYSTEM, person.id, scopes=scopes)[1]
    return Caller(person.name.lower(), {"Authorization": f"Bearer {token}"}, {}, narrow=bool(scopes))


def browser(world: World, person: Person) -> Caller:
    """Somebody's browser, with the cookie and the header by which our own pages are known."""
    key = world.browser(person).client.cookies[django_settings.SESSION_COOKIE_NAME].value
    secret = "a" * 32
    cookies = {django_settings.SESSION_COOKIE_NAME: key, django_settings.CSRF_COOKIE_NAME: secret}
    return Caller(person.name.lower(), {"X-CSRFToken": secret}, cookies)


def _from_somewhere(handler: Handler) -> Callable[..., Any]:
    """The handler, as the front calls it: it knows the peer."""
    return lambda environ, start: handler(environ | {"REMOTE_ADDR": "192.0.2.9"}, start)


@cache
def described() -> BaseSchema:
    """The description as it is served, and the application behind it."""
    load_all_checks()
    document = orjson.loads(orjson.dumps(api.get_openapi_schema(path_prefix="/api/v1"), option=orjson.OPT_NON_STR_KEYS))
    schema = schemathesis.openapi.from_dict(document, config=schemathesis.Config())
    schema.config.generation.update(with_security_parameters=False)
    schema.app = _from_somewhere(Handler())
    return schema


def is_form(operation: APIOperation) -> bool:
    """Whether the operation takes a form, with a file."""
    return any(body.media_type == "multipart/form-data" for body in operation.body)


@dataclass(frozen=True, slots=True)
class Probe:
    """One operation, asked by one caller."""

    operation: APIOperation
    rule: Rule | None
    caller: Caller
    scene: Scene

    def known(self) -> dict[str, str]:
        """What stands in the path where everything is there."""
        there = self.scene.params | (self.rule.params(self.scene) if self.rule else {})
        return {name: str(value) for name, value in there.items() if f"{{{name}}}" in self.operation.path}

    def body(self) -> dict[str, Any]:
        """A body that gets through."""
        return self.rule.body(self.scene) if self.rule else {}

    def ordinary(self) -> Case:
        """The request that `tests.policies.matrix` writes down."""
        body = {"body": self.body(), "media_type": "application/json"} if self.operation.body else {}
        return self.operation.Case(path_parameters=self.known(), **body)

    def drawn(self, data: Any, modes: Sequence[schemathesis.GenerationMode]) -> Case:
        """Three of four times the path leads somewhere, and half of the time some members of a body are as they should be."""
        found = self.known() if data.draw(strategies.integers(0, 3)) else {}
        mode = data.draw(strategies.sampled_from(modes))
        case = data.draw(self.operation.as_strategy(mode, path_parameters=found or None))
        body = self.body()
        if body and isinstance(case.body, dict) and data.draw(strategies.booleans()):
            kept = data.draw(strategies.sets(strategies.sampled_from(sorted(body))))
            case.body = case.body | {name: body[name] for name in kept}
        return case

    def ask(self, case: Case, held: Sequence[Any] = CHECKS) -> Response:
        """Send it, take back what it did, and hold the answer against the description."""
        forget()
        remembered.clear()
        with taken_back():
            if self.rule:
                self.rule.prepare(self.scene)
            with committing(), one_connection():
                answer = case.call(
                    base_url="http://localhost", headers=dict(self.caller.headers), cookies=dict(self.caller.cookies)
                )
        case.validate_response(answer, checks=list(held))
        return answer


def hold(route: Route, caller: Caller, scene: Scene) -> None:
    """Ask one operation again and again, and hold every answer against the description."""
    probe = Probe(described()[f"/api/v1{route.path}"][route.method], RULES.get(str(route)), caller, scene)
    if is_form(probe.operation):
        # What is no text in a form becomes one on its way, and fits again.
        modes, held = MODES[:1], CHECKS[:-1]
    else:
        modes, held = MODES, CHECKS
        answer = probe.ask(probe.ordinary())
        # Else everything below would prove no more than that nobody comes in.
        assert answer.status_code in THROUGH or not caller.gets_through(probe.rule), answer.text

    @seed(SEED)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategies.data())
    def ask(data: Any) -> None:
        probe.ask(probe.drawn(data, modes), held)

    ask()
