import Fastify from 'fastify';
import cors from '@fastify/cors';

const fastify = Fastify();
await fastify.register(cors, {
  origin: (origin, cb) => {
    if (!origin || ['https://app.example', 'http://localhost:5173'].includes(origin)) {
      cb(null, true);
      return;
    }
    cb(new Error('Not allowed'), false);
  },
  methods: ['GET', 'PUT'],
  allowedHeaders: ['x-token'],
});
