from flask import Flask
from flask_cors import CORS
db = SQLAlchemy()
cors = CORS()
def create_app():
    app = Flask(__name__)
    db.init_app(app)
    cors.init_app(app, resources={r"/api/*": {"origins": ["https://a.example"]}}, supports_credentials=True)
    return app
