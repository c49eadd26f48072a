"""The audit log as JSON: a sentence for each act, and what a field was before and after, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from tandem.api.present.audit_words import sentence
from tandem.infra.clock import isoformat
from tandem.kernel.records import record_kinds
from tandem.people.languages import shown_language
from tandem.people.models import AuditEntry, Department, Organisation, Person, Team
from tandem.people.roles import ROLE_NAMES
from tandem.tickets import fence_kinds
from tandem.tickets.reply_guard.words import NAMES

Row = dict[str, Any]
#: The attribute by which a record of a kind is named.
_NAMED_BY: Final = {
    "mailbox": "address",
    "mail_server": "host",
    "mail_sign_in": "provider",
    "mail_hook": "provider",
    "correspondent": "address",
    "status": "slug",
    "api_token": "prefix",
    "ticket": "number",
}
#: Fields that hold ids -> of what.
_REFERS: Final[dict[str, type[Any]]] = {
    "members": Person,
    "teams": Team,
    "merged_into": Person,
    "person": Person,
    "organisation": Organisation,
    "department": Department,
}
#: Fields whose values say nothing to a reader, or more than the sentence should.
_UNTOLD: Final = frozenset(
    {
        "condition",
        "steps",
        "position",
        "spam_at",
        "deleted_at",
        "blocked_at",
        "erased_at",
        "revoked_at",
        "used_at",
        "signature_html",
        "acknowledgements",
        "paused_at",
        "merged_into",
    }
)


def audit(entries: Sequence[AuditEntry]) -> list[Row]:
    """A page of the log: one query for each kind of record that it names."""
    people = _names(Person, (entry.actor_id for entry in entries))
    subjects = {kind: _subjects(kind, entries) for kind in {entry.subject_kind for entry in entries}}
    labels = _Labels(entries)
    return [
        {
            "id": str(entry.id),
            "at": isoformat(entry.at),
            "act": entry.act,
            "kind": entry.kind,
            "sentence": sentence(entry.kind, entry.field),
            "actor": {
                "id": None if entry.actor_id is None else str(entry.actor_id),
                "name": people.get(entry.actor_id or 0, ""),
                "kind": entry.actor_kind,
            },
            "subject": _subject(entry, subjects[entry.subject_kind].get(entry.subject_id)),
            "field": entry.field,
            "old": entry.old,
            "new": entry.new,
            "old_label": labels.of(entry.field, entry.old),
            "new_label": labels.of(entry.field, entry.new),
            "change_id": str(entry.change_id),
        }
        for entry in entries
    ]


def _subject(entry: AuditEntry, found: tuple[str, bool] | None) -> Row:
    """What it was done to: by its name of today; of what is gone, by the name or number that its last event told."""
    told = entry.new if isinstance(entry.new, dict) else {}
    name = str(told.get("name") or told.get("number") or "") if found is None else found[0]
    return {
        "kind": entry.subject_kind,
        "id": str(entry.subject_id),
        "name": name,
        "there": found is not None,
        "customer": found is not None and found[1],
    }


def _subjects(kind: str, entries: Iterable[AuditEntry]) -> dict[int, tuple[str, bool]]:
    """(name, whether it is a customer) of those records of a kind that are still there."""
    ids = {entry.subject_id for entry in entries if entry.subject_kind == kind}
    model = record_kinds()[kind].model_class()
    if kind == "person":
        rows = Person.objects.filter(id__in=ids).values_list("id", "name", "email", "role", "erased_at")
        return {key: (name or email, role is None and erased is None) for key, name, email, role, erased in rows}
    attribute = _NAMED_BY.get(kind, "name")
    named = any(field.name == attribute for field in model._meta.get_fields())
    found = model._base_manager.filter(pk__in=ids).values_list("pk", attribute if named else "pk")
    return {key: (str(name) if named else "", False) for key, name in found}


def _names(model: type[Any], ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {identifier for identifier in ids if identifier}
    return dict(model._base_manager.filter(id__in=wanted).values_list("id", "name")) if wanted else {}


class _Labels:
    """Words for the values of a page."""

    def __init__(self, entries: Sequence[AuditEntry]) -> None:
        self._names: dict[str, dict[int, str]] = {}
        for field, model in _REFERS.items():
            values = [value for entry in entries if entry.field == field for value in (entry.old, entry.new)]
            ids = [int(one) for value in values for one in (value if isinstance(value, list) else [value]) if one]
            self._names[field] = _names(model, ids)

    def of(self, field: str | None, value: Any) -> str | None:
        """What a reader is told of a value; None where there was none, or where it is not told."""
        if field is None or field in _UNTOLD or value is None or isinstance(value, dict):
            return None
        if isinstance(value, list):
            return ", ".join(filter(None, (self.of(field, one) for one in value))) or None
        if field in self._names:
            return self._names[field].get(int(value)) or _("removed")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field == "holds_replies_for":
            return str(NAMES.get(value, value))
        if field == "reviewed_before_reply":
            return str(fence_kinds.NAMES.get(value, value))
        if field == "role":
            return str(ROLE_NAMES.get(value, value))
        return (shown_language(str(value)) if field == "language" else str(value)) or None
