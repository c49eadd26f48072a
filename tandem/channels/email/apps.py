"""The Django application of the mail channel."""

from __future__ import annotations

from django.apps import AppConfig


class EmailChannelConfig(AppConfig):
    """Labelled apart from Python's own `email`."""

    name = "tandem.channels.email"
    label = "email_channel"
