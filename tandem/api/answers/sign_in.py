"""What the operations around signing in answer."""

from __future__ import annotations

from typing import Literal

from tandem.api.answers.base import Answer

Purpose = Literal["invitation", "password", "address"]


class Asked(Answer):
    """It was taken; what comes of it is told to nobody here."""

    asked: bool


class LinkShown(Answer):
    """A link that was mailed and works still: what it is for, and for whom."""

    purpose: Purpose
    name: str
    email: str
    language: str
    time_zone: str
    expires_at: str


class LinkUsed(Answer):
    """Done; `signed_in` says whether this browser is signed in by it."""

    purpose: Purpose
    signed_in: bool
