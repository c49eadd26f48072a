"""Saved views."""

from __future__ import annotations

from django.db import models

from tandem.infra.clock import now_ms
from tandem.kernel.records import TrackedRecord
from tandem.people.models import Person


class SavedView(TrackedRecord):
    """A view of one person. `name_key` is how names are told apart; `condition` is in the language of `tandem.conditions`."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    name_key = models.TextField()
    condition = models.JSONField()
    sort = models.CharField(max_length=30)
    position = models.IntegerField(default=0)
    created_at = models.BigIntegerField(default=now_ms)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name_key"], name="saved_view_name_once")]
        indexes = [models.Index(fields=["owner", "position"], name="saved_view_in_order")]

    def __str__(self) -> str:
        return self.name
