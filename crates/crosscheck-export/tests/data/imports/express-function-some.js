const cors = require('cors');
const allowed = ['https://a.example', /^https:\/\/[a-z]+\.b\.example$/, 'https://c.example'];
const common = { methods: ['GET', 'PUT'], allowedHeaders: ['x-token'] };

app.use('/tested', cors({
  ...common,
  origin: function (origin, callback) {
    if (typeof origin !== 'string') return callback(null, false);
    const ok = allowed.some((one) => (one instanceof RegExp ? one.test(origin) : one === origin));
    ok ? callback(null, true) : callback(null, false);
  },
}));
app.use('/ends', cors({
  ...common,
  origin: function (origin, callback) {
    callback(null, origin?.endsWith('.d.example') || origin?.startsWith('https://e.example'));
  },
}));
app.use('/given', cors({
  ...common,
  origin: function (origin, callback) {
    if (typeof origin === 'undefined') callback(null, '*');
    else if (~['https://f.example'].indexOf(origin.toLowerCase())) callback(null, [origin]);
    else callback(null, ['https://g.example', /^https:\/\/h\.example$/]);
  },
}));
app.use('/both', cors({
  ...common,
  origin: function (origin, callback) {
    if (origin === 'null') return callback(null, false);
    callback(null, allowed.includes(origin));
  },
}));
