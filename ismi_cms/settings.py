"""Settings, read once from the environment."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.conf.locale import LANG_INFO

from ismi_cms import embedded, environment
from languages.choices import CHOICES

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = environment.is_debug(os.environ)
if not DEBUG:
    environment.demand_all(os.environ)
SECRET_KEY = env("SECRET_KEY", default="for-development-only")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
# The authority of tag URIs (feed guids). Once anything is public it never changes.
TAG_AUTHORITY = "ismi.uz,2026"

INSTALLED_APPS = [
    "modeltranslation",
    "ismi_cms.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "ismi_cms.static_files.CollectedFilesConfig",
    "django.contrib.postgres",
    "django_ckeditor_5",
    # Without "allauth" itself, which holds templates and words: those of `accounts` stand alone.
    "allauth.account",
    "allauth.mfa",
    "languages",
    "accounts",
    "editorial",
    "library",
    "delegations",
    "events",
    "news",
    "intake",
    "website",
    "ismi_cms.demo",
    "ismi_cms.operations",
]
MIDDLEWARE = [
    # Outermost, so that redirects, files and errors carry its header too.
    "ismi_cms.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ismi_cms.middleware.ReadableRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ismi_cms.middleware.DeskSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.DeskLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "ismi_cms.urls"
WSGI_APPLICATION = "ismi_cms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Seconds that a statement may take; an open transaction may idle three times as long. A page
# answers soon or not at all; commands (manage.py says 0: no limit) may take their time.
DATABASE_PATIENCE = env.int("DATABASE_PATIENCE", default=10)
# Connections kept open for the threads of one process; 0 opens one for each request.
DATABASE_POOL = env.int("DATABASE_POOL", default=0 if DEBUG else 16)
_database: dict[str, Any] = env.db_url_config(env("DATABASE_URL", default="") or embedded.address())
_options: dict[str, Any] = _database.pop("OPTIONS", {})
# A socket's directory comes as ?host=, where Django's own commands do not look.
_database["HOST"] = _options.pop("host", _database["HOST"])
_options["options"] = (
    f"-c statement_timeout={DATABASE_PATIENCE}s"
    f" -c idle_in_transaction_session_timeout={DATABASE_PATIENCE * 3}s"
    " -c lock_timeout=4s"
)
if DATABASE_POOL:
    _options["pool"] = {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 5}
DATABASES = {"default": {**_database, "OPTIONS": _options, "CONN_HEALTH_CHECKS": True}}
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TIME_ZONE = "Asia/Tashkent"
USE_TZ = True
USE_I18N = True
LANG_INFO["uz"] = {**LANG_INFO["uz"], "name_local": "Oʻzbekcha"}
LANG_INFO["uz-cyrl"] = {
    "bidi": False,
    "code": "uz-cyrl",
    "name": "Uzbek (Cyrillic)",
    "name_local": "Ўзбекча",
}
LANGUAGES = CHOICES
LANGUAGE_CODE = "ru"
# The project's own words; Django's where Django lacks them. The first has the last word.
LOCALE_PATHS = [BASE_DIR / "ismi_cms" / "locale", BASE_DIR / "ismi_cms" / "locale_django"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "ru"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ru", "uz", "uz-cyrl", "en")
MODELTRANSLATION_CUSTOM_FIELDS = ("RichTextField",)

# The desk's editor offers what `editorial.contents.cleaning` lets through, and nothing else.
CKEDITOR_5_CONFIGS: dict[str, Any] = {
    "default": {
        "toolbar": [
            "heading", "|", "bold", "italic", "link", "|", "bulletedList", "numberedList",
            "blockQuote", "uploadImage", "insertTable", "horizontalLine", "|", "subscript",
            "superscript", "removeFormat", "|", "undo", "redo",
        ],
        "heading": {
            "options": [
                {"model": "paragraph", "title": "Paragraph"},
                {"model": "heading2", "view": "h2", "title": "Heading 2"},
                {"model": "heading3", "view": "h3", "title": "Heading 3"},
            ]
        },
        "list": {"properties": {"styles": False, "startIndex": True, "reversed": False}},
        "table": {
            "contentToolbar": [
                "tableColumn", "tableRow", "mergeTableCells", "toggleTableCaption",
            ]
        },
        "link": {"defaultProtocol": "https://"},
        "image": {
            "insert": {"type": "block", "integrations": ["upload"]},
            "upload": {"types": ["jpeg", "png", "webp"]},
            "toolbar": ["imageTextAlternative", "toggleImageCaption"],
        },
        "removePlugins": [
            "Alignment", "Autosave", "CKFinderUploadAdapter", "Code", "CodeBlock", "Font",
            "FullPage", "GeneralHtmlSupport", "Highlight", "HtmlEmbed", "ImageResize",
            "ImageStyle", "Indent", "IndentBlock", "LinkImage", "Markdown", "MediaEmbed",
            "Mention", "PageBreak", "ShowBlocks", "SourceEditing", "SpecialCharacters",
            "SpecialCharactersEssentials", "Strikethrough", "Style", "TableCellProperties",
            "TableProperties", "TodoList", "Underline", "WordCount",
        ],
    }
}  # fmt: skip

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "ismi_cms" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "ismi_cms.static_files.NamedByContentStorage"
    },
}
# A developer's files are served from where they are written; nothing is collected.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG

# Pictures lie outside every folder that is served: the application asks before it hands one out.
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(BASE_DIR / ".data" / "media")))
# The proxy's internal location over MEDIA_ROOT/pictures/; unset, the application sends the files.
PICTURES_ACCEL = env("PICTURES_ACCEL", default="")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Signing in, by allauth: names, passwords and factors in `accounts`, addresses under /admin/.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
# Seconds for which a link to a new password is good.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A person's one address is his own record's; Django's token knows it, allauth's has a table more.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
# The session's length is this project's own, not the form's.
ACCOUNT_SESSION_REMEMBER = True
# Seconds after which accounts and factors are changed only by who says again who he is.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.SignInForm",
    "reauthenticate": "accounts.sign_in_forms.ConfirmForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "accounts.sign_in_forms.FirstPasswordForm",
    "reset_password": "accounts.sign_in_forms.AskForLinkForm",
    "reset_password_from_key": "accounts.sign_in_forms.NewPasswordForm",
}
# The second factor of certain roles (`accounts.roles`) is demanded, not only offered.
MFA_DEMANDED = env.bool("MFA_DEMANDED", default=not DEBUG)
MFA_ADAPTER = "accounts.adapters.FactorsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A code of the half minute before or after is good too: clocks of telephones differ.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "ISMI CMS"
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.CodeForm",
    "reauthenticate": "accounts.sign_in_forms.ConfirmByCodeForm",
    "activate_totp": "accounts.sign_in_forms.SetUpAppForm",
    "login_webauthn": "accounts.sign_in_forms.SignInByKeyForm",
    "authenticate_webauthn": "accounts.sign_in_forms.StepByKeyForm",
    "reauthenticate_webauthn": "accounts.sign_in_forms.ConfirmByKeyForm",
    "add_webauthn": "accounts.sign_in_forms.NewKeyForm",
    "edit_webauthn": "accounts.sign_in_forms.RenameKeyForm",
}

# Counts of attempts to sign in lie here: shared by all processes, or by each alone.
CACHE_URL = env("CACHE_URL", default="")
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "ismi_cms.caches.RedisElseMemory", "LOCATION": CACHE_URL}
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# smtp+tls://user:password@mail.example:587; without it nothing is mailed (DEBUG: to the screen).
vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "dummymail://"))
PASSWORD_RESET_BY_MAIL = DEBUG or "EMAIL_URL" in env.ENVIRON
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default=f"noreply@{urlsplit(SITE_URL).hostname}")

# The desk is left after half an hour without a click; DeskSessionMiddleware moves the end on.
SESSION_COOKIE_AGE = 30 * 60
CSRF_FAILURE_VIEW = "ismi_cms.desk.csrf_failure"
# Four languages of a long text, and the fields of many participants, in one form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "library.uploading.SizeGuard",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if not DEBUG:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if env.bool("BEHIND_PROXY", default=False):
        # Only for a proxy that sets this header itself on every request.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        # The last address of X-Forwarded-For is the proxy's word; those before are the client's.
        ALLAUTH_TRUSTED_PROXY_COUNT = 1

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"keys": {"()": "ismi_cms.masking.KeysMasked"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["keys"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Pages that are not found are the proxy's log, and a way to fill a disk.
        "django.request": {"level": "ERROR"},
        # What the worker has done is worth a line.
        "ismi_cms.operations": {"level": "INFO"},
    },
}
