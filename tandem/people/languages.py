"""The languages that people choose: Django's names inside, the browser's outside."""

from __future__ import annotations

from typing import Final

#: What browsers and BCP 47 call them -> what Django calls them.
LANGUAGES: Final[dict[str, str]] = {"en": "en", "zh-CN": "zh-hans", "ru": "ru", "cs": "cs"}
_SHOWN: Final = {stored: shown for shown, stored in LANGUAGES.items()}


def stored_language(shown: str) -> str | None:
    """Django's name of a language, "" for "as the browser asks", None for one that is not spoken here."""
    if shown in _SHOWN or shown == "":
        return shown
    return next((stored for name, stored in LANGUAGES.items() if name.lower() == shown.lower()), None)


def shown_language(stored: str) -> str:
    """The browser's name of a language."""
    return _SHOWN.get(stored, stored)
