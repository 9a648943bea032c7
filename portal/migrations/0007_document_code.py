"""Each document gets a short code, by which anybody who holds it can ask whether it is genuine."""

import hashlib
from typing import Any

from django.db import migrations, models

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def give_codes(apps: Any, schema_editor: Any) -> None:
    for document in apps.get_model("portal", "Document").objects.only("id", "code").iterator():
        number = int.from_bytes(hashlib.sha256(b"code" + document.id.bytes).digest()[:8])
        document.code = "".join(LETTERS[number >> 5 * place & 31] for place in range(10))
        document.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [("portal", "0006_file_of_ones_own")]
    operations = [
        migrations.AddField("document", "code", models.CharField(max_length=10, null=True)),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField("document", "code", models.CharField(max_length=10, unique=True)),
    ]
