import express from "express";
import cors from "cors";

const origin = ["https://shop.example", "https://admin.shop.example"];
const app = express();
app.use(cors({ origin, credentials: true }));
app.get("/orders", (request, response) => response.json([]));
