"""Fields for an insurer's documents, in the forms that take them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from portal.file.words import INSURER_PAPERS
from portal.models import PAPERS
from portal.uploads import PDF, NotTaken, Upload, looked_at


class Paper(forms.FileField):
    """A PDF, looked at by its content. Gives an Upload, or None."""

    def __init__(self, kind: str) -> None:
        widget = forms.FileInput(attrs={"accept": ".pdf,application/pdf"})
        super().__init__(label=INSURER_PAPERS[kind], required=False, widget=widget)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = super().clean(data, initial)
        if not given:
            return None
        try:
            upload = looked_at(given.name, given.read())
        except NotTaken as refused:
            raise ValidationError(str(refused)) from None
        if upload.kind != PDF:
            raise ValidationError(gettext("Envoyez un PDF : c’est ainsi que le demandeur le reçoit."))
        return upload


class WithPapers(forms.Form):
    """A form that takes an insurer's documents."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in PAPERS:
            self.fields[f"paper-{kind}"] = Paper(kind)

    def paper_fields(self) -> list[forms.BoundField]:
        """Their fields, for the page."""
        return [self[f"paper-{kind}"] for kind in PAPERS]

    def papers(self) -> dict[str, Upload]:
        """Those that were given, by kind."""
        found = {kind: self.cleaned_data.get(f"paper-{kind}") for kind in PAPERS}
        return {kind: upload for kind, upload in found.items() if upload}
