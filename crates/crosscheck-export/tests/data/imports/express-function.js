const cors = require('cors');
app.use(cors({
  origin: function (origin, callback) {
    callback(null, allowlist.includes(origin));
  },
  methods: 'GET,HEAD,PUT',
  allowedHeaders: ['x-token'],
  credentials: true,
  maxAge: 600,
}));
