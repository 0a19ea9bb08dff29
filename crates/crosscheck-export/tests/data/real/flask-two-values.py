from flask import Flask, send_from_directory
from flask_cors import CORS, cross_origin
import os

app = Flask(__name__, static_folder='build')

origin = "http://localhost:3000"
if "PROD" in os.environ:
    origin = "https://orchard.example"

CORS(app, resources={r"*": {"origins": origin, "supports_credentials": True}})
