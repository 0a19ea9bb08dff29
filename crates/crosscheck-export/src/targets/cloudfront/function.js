/** One function for both events at the viewer: it answers preflights, and says on answers what the policy says. */
export const handler = async (event) => {
  const { config, request, response } = event.Records[0].cf;
  const lines = (name) => request.headers[name]?.map((line) => line.value).join(", ");
  const target = request.querystring ? `${request.uri}?${request.querystring}` : request.uri;
  const decision = decide(request.method, target, lines);
  if (config.eventType === "viewer-request" && !decision.status) return request;
  const answer = response ?? { status: String(decision.status), headers: {} };
  const { headers } = answer;
  const line = (name, value) => ({ key: name, value });
  say(decision, {
    remove: (name) => delete headers[name],
    set: (name, value) => (headers[name] = [line(name, value)]),
    append: (name, value) => (headers[name] = [...(headers[name] ?? []), line(name, value)]),
  });
  return answer;
};
