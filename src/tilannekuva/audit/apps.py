from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did or saw what, when and why; append only."""

    name = "tilannekuva.audit"
    default_auto_field = "django.db.models.BigAutoField"
