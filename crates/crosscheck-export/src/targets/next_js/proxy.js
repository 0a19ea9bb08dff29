/** Before every route; before Next.js 16 the file is middleware.js, and its function `middleware`. */
export function proxy(request) {
  // `https://host/path`: the path begins behind the host.
  const target = request.url.slice(request.url.indexOf("/", 8));
  const decision = decide(request.method, target, (name) => request.headers.get(name));
  const answer = decision.status
    ? new NextResponse(null, { status: decision.status })
    : NextResponse.next();
  const { headers } = answer;
  say(decision, {
    remove: (name) => headers.delete(name),
    set: (name, value) => headers.set(name, value),
    append: (name, value) => headers.append(name, value),
  });
  return answer;
}
