from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/orders")
@app.delete("/orders")
def orders(response: Response):
    response.headers["X-Total"] = "5"
    return "ok"


@app.get("/fails")
def fails():
    raise RuntimeError("it fails")


#PATCH
