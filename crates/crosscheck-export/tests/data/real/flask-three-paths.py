from flask_cors import CORS
def create_app(test_config=None):
    app = Flask(__name__)
    CORS(app, resources={r"/api/*": {"origins": "http://localhost:3000"}}, supports_credentials=True)
    CORS(app, resources={r"/test/*": {"origins": "http://localhost:3000"}}, supports_credentials=True)
    CORS(app, resources={r"/authenticate/*": {"origins": "http://localhost:3000"}}, supports_credentials=True)
    return app
