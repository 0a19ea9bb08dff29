from corsheaders.defaults import default_headers
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_ALL_ORIGINS = False
CORS_ALLOWED_ORIGINS = [
    "http://localhost:5173",
    "https://dealers.example",
]
# inside
CORS_ALLOWED_ORIGIN_REGEXES = [
    r"^https://.*\.dealers\.example$",
    r"^http://10\.\d+\.\d+\.\d+$",
]
CORS_ALLOW_HEADERS = list(default_headers) + [
    "content-type",
    "x-csrftoken",
]
CSRF_TRUSTED_ORIGINS = ["https://*.vercel.app"]
