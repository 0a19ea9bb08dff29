const cors = require('cors');
const ALLOWED = new Set(['https://a.example', 'https://b.example']);

function checkOrigin(origin, callback) {
  callback(null, ALLOWED.has(origin));
}

app.use('/api', cors({ origin: checkOrigin, methods: 'GET,PUT', allowedHeaders: 'x-token' }));
