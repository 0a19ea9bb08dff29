const cors = require('cors');
const blocked = ['https://evil.example'];
app.use('/a', cors({
  origin: (origin, callback) => {
    callback(null, !blocked.includes(origin));
  },
}));
app.use('/b', cors({
  origin: async (origin, callback) => {
    const known = await database.knows(origin);
    callback(null, known);
  },
}));
app.use('/c', cors({
  origin: (origin, callback) => {
    for (const known of blocked) {
      if (known === origin) return callback(null, false);
    }
    callback(null, true);
  },
}));
app.use('/d', cors({
  origin: (origin) => blocked.includes(origin),
}));
app.use('/e', cors({
  ...shared,
  methods: ['PUT'],
}));
app.use('/f', cors({
  origin: (origin, callback) => {
    if (blocked.includes(origin)) callback(null, false);
    callback(null, true);
  },
}));
app.use('/g', cors({
  origin: (origin, callback) => {
    if (!blocked.indexOf(origin)) return callback(null, true);
    callback(null, false);
  },
}));
