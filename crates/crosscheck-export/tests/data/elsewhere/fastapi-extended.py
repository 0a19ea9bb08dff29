import os
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
allowed_origins = ["http://localhost:3000", "https://voice.example"]
env_origins = os.environ.get("ALLOWED_ORIGINS", "").strip()
if env_origins:
    if env_origins == "*":
        allowed_origins = ["*"]
    else:
        for origin in env_origins.split(","):
            allowed_origins.append(origin.strip())
app.add_middleware(
    CORSMiddleware,
    allow_origins=allowed_origins,
    allow_origin_regex=r"https://.*\.vercel\.app",
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)
