"""The bytes of documents move from the database to the storage; each document says who asked for it, and its form."""

from typing import Any

from django.db import migrations, models

from portal import storage


def move_bytes(apps: Any, schema_editor: Any) -> None:
    documents = apps.get_model("portal", "Document").objects
    for key in list(documents.exclude(made_at=None).values_list("pk", flat=True)):
        document = documents.get(pk=key)
        name = f"{document.kind}-{document.version}.pdf"
        document.place = storage.keep(document.submission_id, name, bytes(document.content))
        document.save(update_fields=["place"])


class Migration(migrations.Migration):
    dependencies = [("portal", "0007_document_code")]
    operations = [
        migrations.AddField("document", "place", models.CharField(max_length=200, blank=True, default="")),
        migrations.AddField("document", "requested_by", models.CharField(max_length=200, blank=True, default="")),
        migrations.AddField("document", "template", models.CharField(max_length=16, blank=True, default="")),
        migrations.RunPython(move_bytes),
        migrations.RemoveField("document", "content"),
    ]
