import { Hono } from "hono";
import { cors } from "hono/cors";

const app = new Hono();
app.use(
  "/api/*",
  cors({
    origin: ["https://shop.example", "https://admin.shop.example"],
    allowMethods: ["GET", "DELETE"],
    allowHeaders: ["x-token"],
    exposeHeaders: ["x-total"],
    maxAge: 60 * 10,
    credentials: true,
  }),
);
app.use("/public/*", cors());
