from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0012_alerts"),
    ]

    operations = [
        migrations.AddField(
            model_name="department",
            name="reviewed_before_reply",
            field=models.JSONField(default=list),
        ),
    ]
