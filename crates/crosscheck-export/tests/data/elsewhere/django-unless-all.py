INSTALLED_APPS = ["corsheaders"]
CORS_ALLOW_ALL_ORIGINS = not IS_PROD
CORS_ALLOW_CREDENTIALS = os.getenv("CORS_ALLOW_CREDENTIALS", "False").lower() == "true"
if not CORS_ALLOW_ALL_ORIGINS:
    CORS_ALLOWED_ORIGINS = [
        "https://front.example",
    ]
    CORS_ALLOWED_ORIGIN_REGEXES = [
        r"^https:\/\/front-.*\.vercel\.app$",
    ]
CORS_ALLOW_HEADERS = ["accept", "authorization", "content-type"]
CORS_ALLOW_METHODS = ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"]
