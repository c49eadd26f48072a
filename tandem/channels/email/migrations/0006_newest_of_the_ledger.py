from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("email_channel", "0005_mail_servers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["-received_at", "-id"], name="ledger_newest"),
        ),
    ]
