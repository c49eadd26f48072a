"""What is wrong with an input, in words: pydantic's kinds of errors, which it tells in English only."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tandem.infra.words import Words

_SENTENCES: Final[dict[str, Words]] = {
    "missing": _("This is missing."),
    "extra_forbidden": _("There is no such field, or it cannot be written."),
    "string_type": _("This must be a text."),
    "bool_type": _("This must be true or false."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "list_type": _("This must be a list."),
    "dict_type": _("This must be an object."),
    "model_type": _("This must be an object."),
    "model_attributes_type": _("This must be an object."),
    "greater_than_equal": _("This number is too small."),
    "less_than_equal": _("This number is too large."),
    "json_invalid": _("This is not JSON."),
}
_UNREADABLE: Final[Words] = _("This cannot be read.")


def sentence(error: dict[str, Any]) -> Words:
    """One error as a sentence."""
    if error["type"] in {"literal_error", "enum"}:
        return _("This must be one of: %(choices)s.") % {"choices": str(error.get("ctx", {}).get("expected", ""))}
    return _SENTENCES.get(error["type"], _UNREADABLE)
