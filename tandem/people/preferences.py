"""The rules for what everybody sets for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from tandem.infra.text import has_controls
from tandem.kernel.errors import Invalid, Problem


def check_preferences(values: Mapping[str, Any]) -> None:
    """`name` is a line, `time_zone` an IANA name, where they are given. Raises Invalid."""
    problems = []
    name = values.get("name")
    if name is not None and (not name.strip() or has_controls(name) or len(name) > 200):
        problems.append(Problem("/name", "bad_name", _("A name is one line of 1 to 200 characters.")))
    if "time_zone" in values and values["time_zone"] not in available_timezones():
        problems.append(Problem("/time_zone", "unknown", _("There is no such time zone.")))
    if problems:
        raise Invalid(problems)
