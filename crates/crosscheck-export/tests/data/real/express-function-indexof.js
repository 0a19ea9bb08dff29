const express = require('express');
const cors = require('cors');
const app = express();

const whitelist = ['https://shop.example', 'https://admin.shop.example'];
const corsOptions = {
  origin: function (origin, callback) {
    // tools that send no origin
    if (whitelist.indexOf(origin) !== -1 || !origin) {
      callback(null, true);
    } else {
      callback(new Error('Not allowed by CORS'));
    }
  },
  credentials: true,
  allowedHeaders: ['Content-Type', 'Authorization'],
};
app.use(cors(corsOptions));
