const express = require('express');
const cors = require('cors');
const app = express()

// middleware
app.use(cors())
// app.use(cors({
//     origin: 'http://localhost:5173'
// }));
app.use(express.json())
