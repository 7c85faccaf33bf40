from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, forms and fragments. Delivery only: no rule lives here."""

    name = "tilannekuva.web"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers itself)
