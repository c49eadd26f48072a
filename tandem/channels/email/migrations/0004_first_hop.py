from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("email_channel", "0003_retention"),
    ]

    operations = [
        migrations.AddField(
            model_name="ledgerentry",
            name="greeting",
            field=models.CharField(blank=True, db_default="", default="", max_length=255),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="peer",
            field=models.CharField(blank=True, db_default="", default="", max_length=45),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "Received"),
                    ("applied", "Applied"),
                    ("noted", "Noted"),
                    ("duplicate", "Duplicate"),
                    ("quarantined", "Quarantined"),
                ],
                default="received",
                max_length=12,
            ),
        ),
    ]
