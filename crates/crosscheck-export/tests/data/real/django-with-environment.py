MEDIA_URL = os.getenv('MEDIA_URL', MEDIA_URL)

CORS_ALLOW_ALL_ORIGINS = False
CORS_ALLOWED_ORIGINS = [
    "https://orchard.example",
    "https://www.orchard.example",
    "http://localhost:3000",
    os.getenv('FRONTEND_URL', 'https://shop.orchard.example'),
]

CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_ALL_HEADERS = True
CORS_ALLOW_ALL_METHODS = True
CORS_EXPOSE_HEADERS = [
    'Content-Type', 
    'X-CSRFToken', 
    'Access-Control-Allow-Origin',
]
