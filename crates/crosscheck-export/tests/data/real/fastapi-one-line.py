from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI(title="Orchard")
app.add_middleware(CORSMiddleware, allow_origins = ["*"], allow_methods = ["*"],
        allow_headers = ["*"], allow_credentials = True, expose_headers = ["Content-Disposition"])
