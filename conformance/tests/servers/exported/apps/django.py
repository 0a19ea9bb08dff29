"""Django under each policy: what host is asked for says which."""
import importlib
import json
import sys
from pathlib import Path

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import re_path

SAID = json.loads(Path("said.json").read_text())


def answer(request):
    if "breaks" in request.path:
        raise RuntimeError("it breaks")
    response = HttpResponse("ok")
    for name, value in SAID.items():
        response[name] = value
    return response


def by_host(get_response):
    names = [folder.name for folder in Path(".").glob("p[0-9]*")]
    chains = {name: importlib.import_module(f"{name}.crosscheck_cors").cors(get_response) for name in names}
    return lambda request: chains[request.get_host().split(".")[0]](request)


urlpatterns = [re_path("", answer)]
settings.configure(
    SECRET_KEY="a",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=sys.modules[__name__],
    MIDDLEWARE=[f"{__name__}.by_host"],
    LOGGING_CONFIG=None,
)
app = get_asgi_application()
