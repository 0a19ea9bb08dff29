import Fastify from "fastify";
import cors from "@fastify/cors";

const app = Fastify();
await app.register(cors, {
  origin: ["https://shop.example"],
  methods: ["GET", "POST", "PUT"],
  allowedHeaders: ["content-type"],
  strictPreflight: false,
});
app.get("/orders", async () => []);
