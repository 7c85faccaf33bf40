from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """What the people of a city settled otherwise than its folder: changes of settings, with their history."""

    name = "tilannekuva.policy"
    default_auto_field = "django.db.models.BigAutoField"
