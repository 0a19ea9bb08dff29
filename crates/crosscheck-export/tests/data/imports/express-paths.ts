import express from 'express';
import cors from 'cors';

const app = express();
app.use('/public', cors());
app.use('/admin', cors({ origin: 'https://admin.zoo.example', credentials: true, allowedHeaders: 'content-type' }));
app.use('/open', cors({ origin: true, credentials: true, allowedHeaders: ['content-type'] }));
