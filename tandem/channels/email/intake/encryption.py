"""The certificate with which the SMTP door offers STARTTLS (RFC 3207)."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Final

from django.conf import settings

#: (when the files were written, what was made of them): certificates are renewed while we run.
_kept: Final[dict[tuple[float, float], ssl.SSLContext]] = {}


def door_encryption() -> ssl.SSLContext | None:
    """What new connections are offered; None without a certificate. Raises OSError (also `ssl.SSLError`) when it cannot be used
    and none was read before."""
    if not settings.SMTP_IN_CERTIFICATE:
        return None
    certificate = Path(settings.SMTP_IN_CERTIFICATE)
    key = Path(settings.SMTP_IN_KEY) if settings.SMTP_IN_KEY else certificate
    try:
        written = certificate.stat().st_mtime, key.stat().st_mtime
        if written not in _kept:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.load_cert_chain(certificate, key)
            _kept.clear()
            _kept[written] = context
        return _kept[written]
    except OSError:
        # Half renewed: the old one still serves.
        if not _kept:
            raise
        return next(iter(_kept.values()))
