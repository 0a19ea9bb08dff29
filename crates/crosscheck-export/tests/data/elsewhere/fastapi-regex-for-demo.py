from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=[
        "https://app.tax.example",
        "http://localhost",
        "http://localhost:5173",   # the fallback port
    ],
    # any subdomain of the host
    allow_origin_regex=r"https://.*\.render\.example" if settings.DEMO_MODE else None,
    allow_credentials=True,
    allow_methods=["GET", "POST", "PUT", "DELETE", "PATCH"],
    allow_headers=["*"],
)
