const PATHS = POLICY.paths.map(([path, flags, number]) => [new RegExp(`^(?:${path})$`, flags), number]);
for (const rules of Object.values(POLICY.rules)) {
  for (const rule of rules) {
    rule.origins = new Set(rule.origins);
    rule.patterns = rule.patterns.map((pattern) => new RegExp(`^(?:${pattern})$`));
  }
}

/** The key of what the policy answers, and a status where it answers by itself. */
function decide(method, target, header) {
  const origin = header("origin") ?? "";
  const path = target.split(/[?#]/, 1)[0];
  const number = PATHS.find(([fits]) => fits.test(path))?.[1] ?? POLICY.elsewhere;
  const rules = POLICY.rules[number] ?? [];
  const at = rules.findIndex((rule) => lists(rule, origin));
  const key = at < 0 ? number : `${number}.${at}`;
  const isLeft = POLICY.left.includes(number);
  const asked = header("access-control-request-method");
  if (isLeft || method !== "OPTIONS" || !origin || !asked) return { key, origin, isLeft };
  if (at < 0) return { key: `${key}-`, origin, status: 403 };
  const names = header("access-control-request-headers") ?? "";
  return { key: key + (permits(rules[at], asked, names) ? "+" : "-"), origin, status: 204 };
}

function lists(rule, origin) {
  if (rule.for !== "listed") return rule.for === "anybody" || origin !== "";
  return rule.origins.has(origin) || rule.patterns.some((pattern) => pattern.test(origin));
}

function permits(rule, asked, list) {
  const names = list.split(",").map((name) => name.replace(/^[ \t]+|[ \t]+$/g, "").toLowerCase());
  const may = (name) =>
    rule.headers.includes(name) || (rule.headers.includes("*") && name !== "authorization");
  const named = ["GET", "HEAD", "POST", ...rule.methods];
  return (rule.methods.includes("*") || named.includes(asked)) && names.every((name) => !name || may(name));
}

/** Writes what the policy answers, in the place of what the application says of CORS. */
function say({ key, origin, isLeft }, headers) {
  if (!isLeft) POLICY.removed.forEach((name) => headers.remove(name));
  for (const [name, value] of Object.entries(POLICY.answers[key] ?? {})) {
    if (name === "vary") headers.append(name, value);
    else if (value === "") headers.remove(name);
    else headers.set(name, value === "$origin" ? origin : value);
  }
}
