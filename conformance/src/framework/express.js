const express = require("express");
const app = express();
//PATCH
app.all("/orders", (request, response) => response.set("X-Total", "5").send("ok"));
app.get("/fails", () => {
  throw new Error("it fails");
});
app.listen(process.env.PORT, "127.0.0.1");
