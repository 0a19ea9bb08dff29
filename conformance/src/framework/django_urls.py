from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods


@require_http_methods(["GET", "DELETE"])
def orders(request):
    return HttpResponse("ok", headers={"X-Total": "5"})


def fails(request):
    raise RuntimeError("it fails")


urlpatterns = [path("orders", orders), path("fails", fails)]
