import { Hono } from 'hono';
import { cors } from 'hono/cors';

const app = new Hono();
const origins = ['https://app.example', 'https://beta.example'];

app.use('/api/*', cors({
  origin: (origin, c) => {
    return origins.includes(origin) ? origin : origins[0];
  },
  allowMethods: ['PUT'],
  allowHeaders: ['x-token'],
}));
app.use('/auth/*', cors({
  origin: (origin) => (/^https:\/\/[a-z0-9-]+\.example\.com$/.test(origin) ? origin : undefined),
  allowHeaders: ['content-type'],
  credentials: true,
}));
app.use('/login/*', cors({
  origin: (origin) => origin.endsWith('.example.org') ? origin : 'https://example.org',
  allowMethods: ['GET'],
  allowHeaders: ['content-type'],
}));
