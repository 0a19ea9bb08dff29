

def target(environ):
    """The path as it was sent, where the server tells it; else as it was decoded."""
    sent = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    return sent or quote(environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"], encoding="latin-1")
