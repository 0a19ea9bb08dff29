#!/usr/bin/env bash
# moto 5's S3 server holds preflights against a bucket's CORS rules and lets every page read all the same.
#
# After `put_bucket_cors` one expects of a stand-in for S3 either that the rules count or that they do nothing. In
# moto a page that no rule lists is refused its preflight (403), and a GET or a simple POST of the same page is
# answered with its own name, for a second layer, there for everybody, speaks wherever the rules are silent. A test
# that uploads by PUT sees the rules at work; one that downloads passes with a bucket that has no rule for it, and
# the page fails on S3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet 'moto[s3,server]==5.2.5' boto3==1.44.8 flask-cors==6.0.5 requests==2.34.2
cat > ask.py <<'PY'
import logging
from importlib.metadata import version

import boto3
import requests
from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
url = "http://%s:%d" % server.get_host_and_port()
keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
s3 = boto3.client("s3", endpoint_url=url, **keys)
s3.create_bucket(Bucket="files")
s3.put_object(Bucket="files", Key="a", Body=b"a", ACL="public-read")
rule = {"AllowedOrigins": ["https://app.example"], "AllowedMethods": ["GET", "PUT"]}
s3.put_bucket_cors(Bucket="files", CORSConfiguration={"CORSRules": [rule]})
print("moto", version("moto"))
for origin in ["https://app.example", "https://other.example"]:
    headers = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
    preflight = requests.options(f"{url}/files/a", headers=headers)
    answer = requests.get(f"{url}/files/a", headers={"Origin": origin})
    reader = answer.headers.get("Access-Control-Allow-Origin", "nobody")
    print(f"{origin}: preflight {preflight.status_code}; GET {answer.status_code}, readable for {reader}")
server.stop()
PY
seen=$(python/bin/python ask.py)
echo "$seen"
expected='https://app.example: preflight 200; GET 200, readable for https://app.example
https://other.example: preflight 403; GET 200, readable for https://other.example'
[[ $seen == *"$expected" ]] || { echo 'this has changed' >&2; exit 1; }
