import os

from flask import Flask

app = Flask(__name__)
#PATCH


@app.route("/orders", methods=["GET", "DELETE"])
def orders():
    return "ok", {"X-Total": "5"}


@app.route("/fails")
def fails():
    raise RuntimeError("it fails")


app.run("127.0.0.1", int(os.environ["PORT"]))
