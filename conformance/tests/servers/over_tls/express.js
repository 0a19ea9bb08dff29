const express = require("express");
const app = express();
app.set("trust proxy", "loopback");
app.get("/where", ({ protocol, hostname, ip, secure }, response) => {
  response.send(`${protocol} ${hostname} ${ip} ${secure}`);
});
app.get("/old", (request, response) => {
  const host = request.get("X-Forwarded-Host");
  response.cookie("id", "1", { secure: request.secure });
  response.redirect(`${request.protocol}://${host}/where`);
});
app.listen(process.env.PORT, "127.0.0.1");
