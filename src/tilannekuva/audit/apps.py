from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did or saw what, when and why; append only."""

    name = "tilannekuva.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import schema_check  # noqa: F401  (registers itself)
