CORS_ALLOW_ALL_ORIGINS = False  # only those listed
CORS_ALLOWED_ORIGINS = [
    'http://localhost:3000',  # frontend
    'http://127.0.0.1:3000',
    'http://localhost:8000',
]
