const cors = require('cors');
const fromEnv = (process.env.ORIGINS || '').split(',');

app.use(cors({
  origin: (origin, cb) => {
    if (process.env.NODE_ENV !== 'production') return cb(null, true);
    if (origin === 'https://app.example' || fromEnv.includes(origin)) {
      return cb(null, true);
    }
    return cb(new Error('no'));
  },
  methods: ['GET'],
  allowedHeaders: [],
}));
