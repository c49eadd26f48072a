"""The kind that the pipeline tracks."""

from __future__ import annotations

from tandem.kernel.records import RecordKind
from tandem.saved_views.policies import SavedViewPolicy

SAVED_VIEW = RecordKind(
    name="saved_view",
    model="saved_views.SavedView",
    policy=SavedViewPolicy(),
    created="saved_view.created",
    tracked={
        "name": "saved_view.renamed",
        "name_key": None,
        "condition": "saved_view.condition_changed",
        "sort": "saved_view.sorted",
        "position": None,
    },
    removed="saved_view.deleted",
    # What somebody keeps an eye on is their own business: the log says that a view was changed, not what it says.
    secret=frozenset({"name", "condition"}),
)
