from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_shortcuts"),
    ]

    operations = [
        migrations.AddField(
            model_name="shortcutchoice",
            name="swipe",
            field=models.BooleanField(default=True),
        ),
    ]
