/** The policy's answer to a `Request`: by itself, or on the `Response` that is got. */
async function answer(request, got) {
  // `https://host/path`: the path begins behind the host.
  const target = request.url.slice(request.url.indexOf("/", 8));
  const decision = decide(request.method, target, (name) => request.headers.get(name));
  const own = decision.status ? new Response(null, { status: decision.status }) : await got();
  const response = new Response(own.body, own);
  const { headers } = response;
  say(decision, {
    remove: (name) => headers.delete(name),
    set: (name, value) => headers.set(name, value),
    append: (name, value) => headers.append(name, value),
  });
  return response;
}
