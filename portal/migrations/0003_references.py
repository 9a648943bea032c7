from typing import Any

from django.db import migrations, models


def give_references(apps: Any, schema_editor: Any) -> None:
    """As `portal.models.submission.reference_of` does since."""
    for submission in apps.get_model("portal", "Submission").objects.filter(reference=""):
        submission.reference = f"EG-{submission.id.hex[:8].upper()}"
        submission.save(update_fields=["reference"])


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_desk_and_outbox")]

    operations = [
        migrations.RunPython(give_references, migrations.RunPython.noop),
        migrations.AlterField("submission", "reference", models.CharField(max_length=20, unique=True)),
    ]
