from flask import Flask
from flask_cors import CORS
app = Flask(__name__)
cors = CORS(app, resources={
            r"/status": {"origins": "*"}, r"/music": {"origins": "*"}, r"/action/*": {"origins": "*"},r"/window/*":{"origins": "*"}})
