from flask import Flask
from flask_cors import CORS

def create_app():
    app = Flask(__name__)
    CORS(app, resources={r"/*": {"origins": "http://localhost:5173"}}, supports_credentials=True) 

    from app.controllers.users import user_bp
    app.register_blueprint(user_bp, url_prefix='/user')
    return app
