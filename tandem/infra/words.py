"""Text for people that is translated when it is shown, in the language of whoever reads it."""

from __future__ import annotations

from typing import TypeAlias

from django.utils.functional import _StrPromise

#: A plain string, or one of gettext_lazy's promises.
Words: TypeAlias = str | _StrPromise
