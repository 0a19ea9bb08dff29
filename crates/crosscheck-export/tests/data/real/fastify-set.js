import cors from '@fastify/cors';
const DEFAULT_CORS_ORIGINS = ['https://app.example', 'http://localhost:5173'];
const allowedOrigins = new Set([...DEFAULT_CORS_ORIGINS]);
await app.register(cors, {
  origin: (origin, callback) => {
    if (!origin) {
      callback(null, true);
      return;
    }
    callback(null, allowedOrigins.has(origin));
  },
  credentials: true,
  methods: ['GET', 'POST', 'PUT', 'HEAD', 'PATCH', 'OPTIONS'],
  allowedHeaders: ['Content-Type', 'Authorization'],
});
