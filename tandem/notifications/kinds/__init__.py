"""Kinds of notifications, one in a file, listed in `settings.NOTIFICATION_KINDS`."""
