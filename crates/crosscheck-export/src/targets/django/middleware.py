

def cors(get_response):
    def middleware(request):
        scope = getattr(request, "scope", {})
        path = scope["raw_path"].decode("latin-1") if scope.get("raw_path") else target(request.META)
        decision = Decision(request.method, path, request.headers.get)
        response = get_response(request) if decision.status is None else HttpResponse(status=decision.status)
        if decision.status is not None:
            del response["content-type"]
        lines = list(response.items())
        for name, _ in lines:
            del response[name]
        for name, value in decision.said(lines):
            # Of a header that is there twice both are kept.
            response[name] = f"{response[name]}, {value}" if name in response else value
        return response

    return middleware
