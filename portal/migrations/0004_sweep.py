from typing import Any

from django.db import migrations


def every_minute(apps: Any, schema_editor: Any) -> None:
    apps.get_model("django_q", "Schedule").objects.get_or_create(
        name="sweep", defaults={"func": "portal.tasks.sweep", "schedule_type": "I", "minutes": 1, "repeats": -1}
    )


class Migration(migrations.Migration):
    """What was left lying in the background is looked for every minute."""

    dependencies = [("portal", "0003_references"), ("django_q", "0018_task_success_index")]

    operations = [migrations.RunPython(every_minute, migrations.RunPython.noop)]
