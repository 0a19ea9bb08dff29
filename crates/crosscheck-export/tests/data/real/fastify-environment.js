import Fastify from "fastify"
import cors from "@fastify/cors"

const fastify = Fastify({ logger: { level: process.env.LOG_LEVEL || "info" } })

await fastify.register(cors, {
  origin: process.env.CORS_ORIGIN || "http://localhost:3000",
  credentials: true,
})
