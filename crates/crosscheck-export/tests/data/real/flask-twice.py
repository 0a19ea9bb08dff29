from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app)

# Allow cross-origin requests from the frontend
CORS(app, resources={r"/predict": {"origins": "http://localhost:5173"}})
