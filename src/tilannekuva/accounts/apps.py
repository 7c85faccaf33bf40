from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Organisations, the people who use the system, their roles, and agreements between organisations."""

    name = "tilannekuva.accounts"
    default_auto_field = "django.db.models.BigAutoField"
