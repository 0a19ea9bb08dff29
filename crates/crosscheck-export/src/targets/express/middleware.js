module.exports = function cors(request, response, next) {
  const target = request.originalUrl ?? request.url;
  const decision = decide(request.method, target, (name) => request.headers[name]);
  saying(decision, response);
  if (!decision.status) return next();
  response.statusCode = decision.status;
  response.end();
};
