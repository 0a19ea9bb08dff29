from flask import Flask
from flask_cors import CORS, cross_origin

app = Flask(__name__)
CORS(app, resources={
    r"/api/*": {"origins": ["https://app.farm.example"], "allow_headers": ["Content-Type"]},
    r"/feed/*": {"origins": "*", "methods": ["GET"]},
}, max_age=600)


@app.route("/status")
@cross_origin(origins="https://status.farm.example", allow_headers=["X-Probe"])
def status():
    return "ok"
