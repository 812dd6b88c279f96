"""Django's settings, all derived from the typed ``Config``."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from kientoan.config import Config

CONFIG = Config.load()
PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent.parent
DEMO = CONFIG.home_file.demo
ONLINE = CONFIG.online

SECRET_KEY = CONFIG.key
DEBUG = False
ALLOWED_HOSTS = CONFIG.host_names
ROOT_URLCONF = "kientoan.urls"
WSGI_APPLICATION = "kientoan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.User"
SILENCED_SYSTEM_CHECKS: list[str] = []

INSTALLED_APPS = [
    "kientoan.core",
    "kientoan.ballots",
    "kientoan.org",
    "kientoan.registers",
    "kientoan.people",
    "kientoan.congress",
    "kientoan.meetings",
    "kientoan.resolutions",
    "kientoan.outreach",
    "kientoan.development",
    "kientoan.evaluation",
    "kientoan.drives",
    "kientoan.proposals",
    "kientoan.personnel",
    "kientoan.quality",
    "kientoan.elections",
    "kientoan.reports",
    "kientoan.publishing",
    "kientoan.notices",
    "kientoan.web",
    "kientoan.portal",
    "kientoan.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "kientoan.portal.kept.KeptPages",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kientoan.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kientoan.web.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kientoan.web.context.frame",
            ],
        },
    },
    {"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [PACKAGE / "web" / "rows"], "OPTIONS": {"environment": "kientoan.web.quick.environment"}},
]


def _database() -> dict[str, Any]:
    if CONFIG.database:
        from psycopg.conninfo import conninfo_to_dict  # the driver takes a tenth of a second to read in, which nobody on SQLite waits for

        parts: dict[str, Any] = conninfo_to_dict(CONFIG.database)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.pop("dbname", ""),
            "USER": parts.pop("user", ""),
            "PASSWORD": parts.pop("password", ""),
            "HOST": parts.pop("host", ""),
            "PORT": parts.pop("port", ""),
            "OPTIONS": parts,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,  # a server that restarted costs nobody a page
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": CONFIG.home / "kientoan.sqlite3" if CONFIG.home else ":memory:",
        "CONN_MAX_AGE": None,  # opening the file anew for each page takes as long as half of its questions
        "OPTIONS": {
            # IMMEDIATE: a transaction that reads before it writes must not meet a second writer half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


DATABASES = {"default": _database()}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "display_name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "kientoan.web.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    # Beside the library's own limits on sign-in: checks of frozen files, wrong secrets of calendars, letters that ask to confirm an address.
    "frozen_check": "30/m/ip", "calendar_secret": "30/m/ip", "address_check": "5/h/user"}
ACCOUNT_FORMS = {"reauthenticate": "kientoan.web.accounts.second_factor.PasswordForm"}
MFA_ADAPTER = "kientoan.web.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "kientoan.web.accounts.second_factor.SignInCodeForm", "reauthenticate": "kientoan.web.accounts.second_factor.ConfirmCodeForm",
    "activate_totp": "kientoan.web.accounts.second_factor.SetUpForm",
}
MFA_TOTP_ISSUER = "Kiện Toàn"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off; a code is taken once all the same
MFA_RECOVERY_CODES_SHOW_ONCE = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if CONFIG.https else 0  # limits on sign-in count the visitor, not the proxy

LANGUAGE_CODE = "vi"  # the language of the message ids: Django falls back to it where a catalogue has nothing
FIRST_LANGUAGE = CONFIG.language  # what a reader meets who has not chosen
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "kientoan_language"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.https else None
SECURE_HSTS_SECONDS = 31536000 if CONFIG.https else 0
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in CONFIG.host_names] if CONFIG.https else []

MAIL_READY = CONFIG.sends_mail
SITE = CONFIG.site
DATA_LICENCE = CONFIG.data_licence
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if CONFIG.sends_mail else "django.core.mail.backends.dummy.EmailBackend"
EMAIL_HOST, EMAIL_PORT = CONFIG.smtp_host, CONFIG.smtp_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = CONFIG.smtp_user, CONFIG.smtp_password
EMAIL_USE_TLS, EMAIL_USE_SSL = CONFIG.smtp_security == "starttls", CONFIG.smtp_security == "tls"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = CONFIG.mail_from

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": True}}
CACHES = {"default": {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "OPTIONS": {"MAX_ENTRIES": 50_000},  # of limits only: a flood from many networks must not push out those on sign-in
}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
