from django.db import migrations, models

import tandem.infra.clock


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField("account", "session_epoch", models.IntegerField(default=0)),
        migrations.CreateModel(
            name="InstallationFact",
            fields=[
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("at", models.BigIntegerField(default=tandem.infra.clock.now_ms)),
            ],
        ),
    ]
