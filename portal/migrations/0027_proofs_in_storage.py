"""The bytes of proofs go to the storage. Those in the database stay one release longer: the one before reads them.

Each is kept by itself: cut short, it is run again and goes on where it was.
"""

from typing import Any

from django.db import migrations

from portal import storage

ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


def copy_bytes(apps: Any, schema_editor: Any) -> None:
    proofs = apps.get_model("portal", "Proof").objects
    for key in list(proofs.filter(place="", content__isnull=False).values_list("pk", flat=True)):
        proof = proofs.get(pk=key)
        name = f"proof-{proof.sha256[:16]}{ENDINGS.get(proof.kind, '')}"
        proof.place = storage.keep(proof.submission_id, name, bytes(proof.content))
        proof.save(update_fields=["place"])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("portal", "0026_proofs_place")]
    operations = [migrations.RunPython(copy_bytes, migrations.RunPython.noop)]
