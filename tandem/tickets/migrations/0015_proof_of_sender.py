from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0014_scheduled_replies"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="proof",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
    ]
