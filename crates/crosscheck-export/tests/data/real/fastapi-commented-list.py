from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI(
    title="Orchard",
    version="1.0.0"
)

app.add_middleware(
    CORSMiddleware,
    allow_origins=[
        "http://localhost:3000",
        "http://localhost:9002",  # the shop
        "http://localhost:9003",  # the other port
    ],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)
