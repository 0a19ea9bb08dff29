CORS_ALLOWED_ORIGINS = [
    'https://orchard.example',
    'http://localhost:3000',
]
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_ALL_ORIGINS = DEBUG  # everybody while developing
CORS_ALLOW_HEADERS = [
    'accept',
    'accept-encoding',
    'authorization',
    'content-type',
    'dnt',
    'origin',
    'x-csrftoken',
]

CSRF_TRUSTED_ORIGINS = [
    'https://orchard.example',
]
