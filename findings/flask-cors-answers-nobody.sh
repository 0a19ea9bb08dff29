#!/usr/bin/env bash
# flask-cors 6 names one of its origins to whoever sends no Origin: the first of the alphabet.
#
# With several origins listed, a request without `Origin` (curl, a health check, a cache's own revalidation, an
# <img> before the fetch) is answered with `Access-Control-Allow-Origin: ` and the alphabetically
# first of the list, whatever the order in which they were written; one from an origin that is not listed
# gets no header at all, and no `Vary: Origin` either. `curl` without a header thus seems to show that only one
# of the origins is configured.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet flask==3.1.2 flask-cors==6.0.2
cat > ask.py <<'PY'
from importlib.metadata import version

from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["https://shop.example", "https://app.example"])


@app.get("/")
def index():
    return ""


print("flask-cors", version("flask-cors"))
for origin in ["https://shop.example", "https://other.example", None]:
    headers = {"Origin": origin} if origin else {}
    answer = app.test_client().get("/", headers=headers).headers
    allowed, vary = answer.get("Access-Control-Allow-Origin"), answer.get("Vary")
    print(f"Origin: {origin} -> Access-Control-Allow-Origin: {allowed}, Vary: {vary}")
PY
seen=$(python/bin/python ask.py)
echo "$seen"
expected='Origin: https://shop.example -> Access-Control-Allow-Origin: https://shop.example, Vary: Origin
Origin: https://other.example -> Access-Control-Allow-Origin: None, Vary: None
Origin: None -> Access-Control-Allow-Origin: https://app.example, Vary: Origin'
[[ $seen == *"$expected" ]] || { echo 'this has changed' >&2; exit 1; }
