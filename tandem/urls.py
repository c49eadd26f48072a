"""Every address that Django answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from tandem.api import mail_frame, mail_hooks, shell, unsubscribe
from tandem.api.app import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("_allauth/", include("tandem.api.sign_in_doors")),
    path("mail-hooks/<int:mailbox_id>/<slug:provider>/mime", mail_hooks.take_hook, {"kind": "mime"}),
    path("mail-hooks/<int:mailbox_id>/<slug:provider>/events", mail_hooks.take_hook, {"kind": "events"}),
    path("mail-frame/picture/<str:token>", mail_frame.picture),
    path("mail-frame/<str:token>", mail_frame.frame),
    path("unsubscribe/<str:token>", unsubscribe.page),
    path("", shell.front_page),
    path("agent/", shell.workspace),
    path("agent/<path:path>", shell.workspace),
]

handler400 = "tandem.api.errors.malformed"
handler404 = "tandem.api.errors.not_found"
handler500 = "tandem.api.errors.unexpected"
