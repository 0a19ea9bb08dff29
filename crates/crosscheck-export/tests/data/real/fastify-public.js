import Fastify from 'fastify'
import cors from '@fastify/cors'
const fastify = Fastify({ logger: true })
await fastify.register(cors, {
  origin: true,        // public API
  credentials: true,   // cookies from the dashboard
})
