from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0015_proof_of_sender"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="handled_at",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="since",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("handled_at__isnull", True), ("state__in", ("failed", "uncertain"))),
                fields=["-at", "id"],
                name="delivery_failed",
            ),
        ),
    ]
