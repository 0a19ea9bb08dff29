import { serve } from "@hono/node-server";
import { Hono } from "hono";

const app = new Hono();
//PATCH
app.on(["GET", "DELETE"], "/orders", (context) => context.text("ok", 200, { "X-Total": "5" }));
app.get("/fails", () => {
  throw new Error("it fails");
});
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env.PORT) });
