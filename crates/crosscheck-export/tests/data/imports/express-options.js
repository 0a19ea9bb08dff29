const express = require('express');
const cors = require('cors');
const app = express();

// Who may read.
const corsOptions = {
  origin: ['https://app.pets.example', /^https:\/\/.+\.pets\.example$/, 'http://localhost:3000'],
  methods: ['GET', 'POST', 'PUT', 'DELETE'],
  allowedHeaders: ['Content-Type', 'Authorization'],
  exposedHeaders: 'X-Total-Count',
  credentials: true,
  maxAge: 24 * 60 * 60,
  optionsSuccessStatus: 200,
};

app.use(cors(corsOptions));
app.options('*', cors());
