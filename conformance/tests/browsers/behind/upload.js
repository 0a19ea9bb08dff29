const { createHash } = require("node:crypto");
const express = require("express");
const app = express();
let received = 0;
app.get("/received", (request, response) => response.send(`${received}`));
// It reads slowly, so that whoever buffers for it is found out.
app.post("/upload", (request, response) => {
  const hash = createHash("sha256");
  request.on("data", (bytes) => {
    received += bytes.length;
    hash.update(bytes);
    request.pause();
    setTimeout(() => request.resume(), 2);
  });
  request.on("end", () => response.send(`${received} ${hash.digest("hex")}`));
});
app.listen(process.env.PORT, "127.0.0.1");
