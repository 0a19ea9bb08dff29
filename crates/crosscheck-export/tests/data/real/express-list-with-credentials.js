import express from 'express';
import cors from 'cors';
import authRoutes from './routes/auth.routes.js';
const app = express();

app.use(cors({
  origin: [
    'http://localhost:3000',
    'http://localhost:5173',
    'http://localhost:5000'
  ],
  methods: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'],
  allowedHeaders: ['Content-Type', 'Authorization', 'X-API-KEY'],
  credentials: true,
}));

app.use(express.json({ limit: '10mb' }));
app.use('/api/auth', authRoutes);
