import cors from 'cors';
import express from 'express';

const allowedOrigins = [
  'http://localhost:3000',
  'https://shop.example',
];
const app = express();
app.use(cors({
  origin: (origin, callback) => {
    if (!origin) return callback(null, true);
    if (allowedOrigins.indexOf(origin) === -1) {
      const msg = 'The CORS policy for this site does not allow access from the specified Origin.';
      return callback(new Error(msg), false);
    }
    return callback(null, true);
  },
  methods: ['GET', 'POST', 'PUT'],
  allowedHeaders: 'Content-Type',
  maxAge: 600,
}));
