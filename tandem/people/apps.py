"""What has to hear of sign-ins from the first one on."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, and how they sign in."""

    name = "tandem.people"

    def ready(self) -> None:
        """Listen."""
        from tandem.people import sessions  # noqa: F401  # it connects itself
