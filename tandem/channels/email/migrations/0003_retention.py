from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("email_channel", "0002_raw_mail_by_digest"),
    ]

    operations = [
        migrations.AddField(
            model_name="ledgerentry",
            name="raw_removed_at",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="raw",
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.AddIndex(
            model_name="caughtmail",
            index=models.Index(
                condition=models.Q(("ticket_id__isnull", False)), fields=["ticket_id"], name="caught_of_ticket"
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(condition=models.Q(("raw__gt", "")), fields=["received_at"], name="ledger_raw_kept"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(
                condition=models.Q(("ticket_id__isnull", False)), fields=["ticket_id"], name="ledger_of_ticket"
            ),
        ),
    ]
