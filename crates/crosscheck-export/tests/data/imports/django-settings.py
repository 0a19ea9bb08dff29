import os
from corsheaders.defaults import default_headers

CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_ALL_ORIGINS = False
CORS_ALLOWED_ORIGINS = [
    "http://localhost:5173",
    "https://www.cars.example",
]
CORS_ALLOWED_ORIGIN_REGEXES = [
    r"^https://.*\.cars\.example$",
]
CORS_ALLOW_HEADERS = list(default_headers) + [
    "x-upload-id",
]
CORS_URLS_REGEX = r"^/api/.*$"
