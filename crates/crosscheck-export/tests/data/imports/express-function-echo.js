const cors = require('cors');
app.use(cors({
  origin: (origin, callback) => callback(null, origin),
  credentials: true,
  methods: ['PUT'],
  allowedHeaders: ['x-token'],
}));
