"""The one settings file: everything comes from the environment, with embedded defaults that need nothing."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url

#: Where an installation keeps what is its own: database, files, secret key.
HOME = Path(os.environ.get("TANDEM_HOME", Path.cwd() / ".tandem"))

SECRET_KEY = os.environ.get("TANDEM_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "tandem.kernel",
]

DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'tandem.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("ru", "Русский"), ("cs", "Čeština")]

ROOT_URLCONF = "tandem.urls"
