"""Where fetching began, as a number of the server: its moments are those of another clock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("email_channel", "0013_deaths_alone")]

    operations = [
        migrations.AddField(
            model_name="serverstate",
            name="began_after",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
    ]
