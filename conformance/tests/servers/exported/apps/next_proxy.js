// Next.js under each policy: what host is asked for says which.
//IMPORTS
const proxies = { /*NAMES*/ };

export function proxy(request) {
  return proxies[request.headers.get("host").split(".")[0]](request);
}
