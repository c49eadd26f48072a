"""Text for people that is translated when it is shown, in the language of whoever reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    #: A plain string, or one of gettext_lazy's promises (which only the type stubs tell from other promises).
    Words: TypeAlias = str | _StrPromise
else:
    Words = str | Promise
