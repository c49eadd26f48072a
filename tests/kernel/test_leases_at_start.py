"""What a killed process held goes on as soon as the only process of the installation is back."""

from __future__ import annotations

import pytest

from tandem.kernel import outbox
from tandem.kernel.changes import EffectRequest
from tandem.kernel.models import Effect
from tests.kernel.toy import wiring

pytestmark = pytest.mark.django_db
NOW = 1_000_000


def test_its_claims_are_dealt_with_at_once() -> None:
    requests = [EffectRequest("salute", key, {}, lane="a") for key in ("first", "second")]
    outbox.enqueue([*requests, EffectRequest("shot", "once", {})], NOW)
    first, once = outbox.claim(NOW), outbox.claim(NOW)
    assert first is not None and once is not None
    assert (first.key, once.kind, outbox.claim(NOW)) == ("first", "shot", None)
    assert outbox.reap(NOW) == 0
    assert outbox.end_leases() == 2
    assert outbox.reap(NOW) == 2
    assert Effect.objects.get(key="first").state == "queued", "it may be repeated"
    assert Effect.objects.get(key="once").state != "claimed", "it was asked whether it happened"
    assert not outbox.finish(first), "whoever held it holds it no longer"
    assert wiring.carried_out == []
