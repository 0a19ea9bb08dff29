import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";

const app = new Hono();
// Two events, then the connection ends, and the browser asks for what comes after the last of them.
app.get("/events", (context) =>
  streamSSE(context, async (stream) => {
    const last = Number(context.req.header("Last-Event-ID") ?? 0);
    for (const id of [last + 1, last + 2]) {
      await stream.writeSSE({ id: `${id}`, event: "count", data: `line ${id}\nof two`, retry: 50 });
      await stream.sleep(20);
    }
  }),
);
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env.PORT) });
