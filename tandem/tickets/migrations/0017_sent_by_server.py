from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0016_failed_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="by_server",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
