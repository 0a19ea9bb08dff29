import { Hono } from 'hono';
import { cors } from 'hono/cors';
const app = new Hono();
app.use('*', auth);
app.use(
	'*',
	cors({
		origin: ['http://localhost:3000'],
	})
);
