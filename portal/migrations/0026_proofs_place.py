"""Proofs get a place in the storage."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0025_accounts")]
    operations = [
        migrations.AddField("proof", "place", models.CharField(max_length=200, blank=True, default="", db_default="")),
    ]
