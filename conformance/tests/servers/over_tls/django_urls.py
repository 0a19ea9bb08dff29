from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path


def where(request):
    return HttpResponse(f"{request.build_absolute_uri()} {request.is_secure()}")


def old(request):
    return redirect(request.build_absolute_uri("/where/?from=old"))


urlpatterns = [path("where/", where), path("old", old)]
