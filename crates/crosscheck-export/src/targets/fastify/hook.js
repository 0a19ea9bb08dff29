module.exports = function cors(request, reply, done) {
  const { method, url, headers } = request.raw;
  const decision = decide(method, url, (name) => headers[name]);
  saying(decision, reply.raw);
  if (!decision.status) return done();
  reply.hijack();
  reply.raw.statusCode = decision.status;
  reply.raw.end();
};
