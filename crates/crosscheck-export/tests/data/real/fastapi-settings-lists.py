from fastapi.middleware.cors import CORSMiddleware
app = FastAPI(title="Hub API", version=__version__)
setup_middleware(app)
app.add_middleware(
    CORSMiddleware,
    allow_origins=settings.cors_origins,
    allow_credentials=True,
    allow_methods=settings.cors_methods,
    allow_headers=settings.cors_headers,
)
