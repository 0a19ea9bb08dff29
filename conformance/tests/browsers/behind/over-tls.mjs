import { serve } from "@hono/node-server";
import { Hono } from "hono";

const app = new Hono();
app.get("/part/:n", ({ req, body }) => {
  const text = `${req.param("n")} `.repeat(20_000);
  return body(text, 200, { "Timing-Allow-Origin": "*", "Content-Type": "text/plain" });
});
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env.PORT) });
