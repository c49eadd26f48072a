"""Indexes for the spam folder and the trash."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_sessions_and_installation"),
        ("tickets", "0002_numbers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("spam_at__isnull", True), _negated=True),
                fields=["department", "-updated_at", "-id"],
                name="ticket_in_spam",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), _negated=True),
                fields=["department", "-updated_at", "-id"],
                name="ticket_in_trash",
            ),
        ),
    ]
