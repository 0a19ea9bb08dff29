import cors from '@fastify/cors';
const gatewayFastify = Fastify({ logger: true });
gatewayFastify.register(cors, {
	origin: 'https://nginx.example:8443',
	methods: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'],
	allowedHeaders: ['Content-Type', 'Authorization'],
	credentials: true
});
