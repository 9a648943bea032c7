"""Every address of the portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

from portal import health, law, mails, metrics, pages, preferences, verify
from portal.api.docs import docs as api_docs
from portal.api.views import api
from portal.desk.site import desk_site
from portal.file import annex, conditions, erasing, links, shares
from portal.file import views as file
from portal.incident import views as incident
from portal.intake import delegates, entrusted, entry, renewing
from portal.intake import views as intake

A_FILE = "demande/<uuid:file_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/docs", api_docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("", pages.home, name="home"),
    path("regles/", pages.rules, name="rules"),
    path("exemple/recommandation.pdf", pages.sample, name="sample"),
    path("mentions-legales/", law.page, {"name": "legal"}, name="legal"),
    path("confidentialite/", law.page, {"name": "privacy"}, name="privacy"),
    path("conditions/", law.page, {"name": "terms"}, name="terms"),
    path("accessibilite/", law.page, {"name": "accessibility"}, name="accessibility"),
    path("reclamations/", law.page, {"name": "complaints"}, name="complaints"),
    path("robots.txt", pages.robots, name="robots"),
    path(".well-known/security.txt", pages.security, name="security"),
    path("affichage/", preferences.choose_theme, name="choose_theme"),
    path("langue/", set_language, name="set_language"),
    path("sante/live", health.live, name="live"),
    path("sante/ready", health.ready, name="ready"),
    path("sante/metriques", metrics.metrics, name="metrics"),
    # an incident
    path("incident/", incident.incident, name="incident"),
    path("incident/carte/", incident.incident_card, name="incident_card"),
    path("incident/calendrier.ics", incident.incident_calendar, name="incident_calendar"),
    path("incident/sw.js", incident.incident_worker, name="incident_worker"),
    # whether a document is genuine
    path("verifier/", verify.ask, name="verify"),
    path("verifier/<str:code>/", verify.verify, name="verify_code"),
    # the questionnaire
    path("demande/", intake.start, name="start"),
    path(f"{A_FILE}/suite/", file.go_on, name="go_on"),
    path(f"{A_FILE}/relecture/", intake.readback, name="readback"),
    path(f"{A_FILE}/toujours-vrai/", renewing.still_true, name="still_true"),
    path(f"{A_FILE}/lien/", intake.resume_link, name="resume_link"),
    # once it is sent
    path(f"{A_FILE}/resultat/", file.result, name="result"),
    path(f"{A_FILE}/resultat/documents/", file.documents_progress, name="documents_progress"),
    path(f"{A_FILE}/simulation/", file.what_if, name="what_if"),
    path(f"{A_FILE}/calendrier.ics", file.agenda, name="agenda"),
    path(f"{A_FILE}/dossier/", file.file, name="file"),
    path(f"{A_FILE}/annexe/", annex.annex, name="annex"),
    path(f"{A_FILE}/document/", file.ask_document, name="ask_document"),
    path(f"{A_FILE}/document/<uuid:document_id>/", file.document, name="document"),
    path(f"{A_FILE}/assureur/<int:paper_id>/", file.insurer_paper, name="insurer_paper"),
    path(f"{A_FILE}/accepter/", file.accept, name="accept"),
    path(f"{A_FILE}/refuser/", file.refuse, name="refuse"),
    path(f"{A_FILE}/retirer/", file.withdraw, name="withdraw"),
    path(f"{A_FILE}/reprendre/", file.reopen, name="reopen"),
    path(f"{A_FILE}/condition/<slug:code>/", conditions.prove, name="prove"),
    path(f"{A_FILE}/piece/<int:proof_id>/", conditions.proof, name="proof"),
    path(f"{A_FILE}/partager/", shares.share, name="share"),
    path(f"{A_FILE}/partager/<int:token_id>/retirer/", shares.take_back, name="take_back_share"),
    path(f"{A_FILE}/fermer-les-liens/", links.close, name="close_links"),
    path(f"{A_FILE}/effacer/", erasing.erase, name="erase"),
    path(f"{A_FILE}/donnees.json", erasing.take_along, name="take_along"),
    # after every other word that stands there
    path(f"{A_FILE}/<slug:section>/", intake.section, name="section"),
    path(f"{A_FILE}/<slug:section>/confier/", delegates.entrust, name="entrust"),
    path(f"{A_FILE}/liens/<int:token_id>/retirer/", delegates.take_back, name="take_back_page"),
    path(f"{A_FILE}/<slug:section>/enregistrer/", intake.autosave, name="autosave"),
    # a page of questions, by somebody to whom it was entrusted
    path("page/<int:token_id>/", entrusted.page, name="entrusted"),
    path("page/<int:token_id>/enregistrer/", entrusted.autosave, name="entrusted_autosave"),
    path("page/<int:token_id>/fini/", entrusted.done, name="entrusted_done"),
    path("page/<str:token>/", entrusted.entry, name="entrusted_entry"),
    # documents of a file, by somebody who was given them to read
    path("partage/<int:token_id>/", shares.reading, name="shared"),
    path("partage/<int:token_id>/document/<uuid:document_id>/", shares.document, name="shared_document"),
    path("partage/<str:token>/", shares.entry, name="shared_entry"),
    path("efface/", erasing.erased, name="erased"),
    # the mails themselves, on a developer's machine
    path("courriels/", mails.listed, name="mails"),
    re_path(r"^courriels/(?P<kind>\w+)\.(?P<language>\w\w)\.(?P<part>html|txt)$", mails.shown, name="mail_shown"),
    # links by mail
    path("dossier/<str:token>/", entry.entry, name="entry"),
    path("lien/", entry.new_link, name="new_link"),
    # the people of the house, and the broker's desk
    path("compte/", include("portal.accounts.urls")),
    path("admin/", desk_site.urls),
]

handler400 = "portal.pages.bad_request"
handler403 = "portal.pages.refused"
handler404 = "portal.pages.not_found"
handler500 = "portal.pages.failed"
