"""Macros: saved answers and the changes that go with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tandem.infra.clock import now_ms
from tandem.infra.ids import new_id
from tandem.kernel.records import TrackedRecord
from tandem.people.models import Person, Team


class Macro(TrackedRecord):
    """A list of actions under a name. Without an owner it is public: for everybody, or for the teams named."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=120)
    #: The name as it is compared: names are unique within their scope whatever their case (KF-43).
    name_key = models.CharField(max_length=240)
    active = models.BooleanField(default=True)
    #: Steps in stored form, see `actions.registry`.
    steps = models.JSONField()
    created_at = models.BigIntegerField(default=now_ms)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name_key"], name="macro_own_name", condition=Q(owner__isnull=False)
            ),
            models.UniqueConstraint(fields=["name_key"], name="macro_public_name", condition=Q(owner__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.name


class MacroTeam(models.Model):
    """A team that a public macro is kept for."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    macro = models.ForeignKey(Macro, on_delete=models.CASCADE, related_name="team_rows")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["macro", "team"], name="macro_team_once")]
