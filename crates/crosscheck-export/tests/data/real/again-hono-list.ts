import { Hono } from 'npm:hono@4';
import { cors } from 'npm:hono/cors';
const app = new Hono<{ Bindings: Env; Variables: { auth?: AuthContext } }>();
app.use('*', logger());
app.use('*', cors({
  origin: ['http://localhost:5173', 'http://localhost:3000'],
  allowMethods: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'],
  allowHeaders: ['Content-Type', 'Authorization'],
  credentials: true,
}));
