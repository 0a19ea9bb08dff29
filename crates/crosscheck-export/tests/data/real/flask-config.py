from flask_cors import CORS
def create_app(config=None):
    app = Flask(__name__)
    if config is None:
        config = get_config()
    app.config.from_object(config)
    CORS(app, origins=config.CORS_ORIGINS)
    return app
