from flask import Flask, request, jsonify
from flask_cors import CORS
import json

app = Flask(__name__)
# For now everybody.
CORS(app, resources={r"/api/*": {"origins": "*"}})
