PATHS = [
    (re.compile(path, re.IGNORECASE if flags else 0), number)
    for path, flags, number in POLICY["paths"]
]
for rules in POLICY["rules"].values():
    for rule in rules:
        rule["origins"] = frozenset(rule["origins"])
        rule["patterns"] = [re.compile(pattern) for pattern in rule["patterns"]]


class Decision:
    """The key of what the policy answers, and a status where it answers by itself."""

    def __init__(self, method, target, header):
        self.origin = header("origin") or ""
        path = re.split("[?#]", target, maxsplit=1)[0]
        found = (number for fits, number in PATHS if fits.fullmatch(path))
        number = next(found, POLICY["elsewhere"])
        listing = (
            (f"{number}.{at}", rule)
            for at, rule in enumerate(POLICY["rules"].get(number, []))
            if lists(rule, self.origin)
        )
        self.key, rule = next(listing, (number, None))
        self.is_left = number in POLICY["left"]
        self.status = None
        asked = header("access-control-request-method")
        if self.is_left or method != "OPTIONS" or not self.origin or not asked:
            return
        self.status = 403 if rule is None else 204
        names = header("access-control-request-headers") or ""
        self.key += "+" if rule is not None and permits(rule, asked, names) else "-"

    def said(self, headers):
        """Pairs of names and values with the policy's answer, not with what the application says of CORS."""
        answer = POLICY["answers"].get(self.key, {})
        own = {name for name in answer if name != "vary"}
        removed = own if self.is_left else own.union(POLICY["removed"])
        kept = [(name, value) for name, value in headers if name.lower() not in removed]
        said = ((name, self.origin if value == "$origin" else value) for name, value in answer.items())
        return kept + [(name, value) for name, value in said if value]


def lists(rule, origin):
    if rule["for"] != "listed":
        return rule["for"] == "anybody" or origin != ""
    return origin in rule["origins"] or any(pattern.fullmatch(origin) for pattern in rule["patterns"])


def permits(rule, asked, names):
    allowed = rule["headers"]
    names = (name.strip(" \t").lower() for name in names.split(","))
    return ("*" in rule["methods"] or asked in ["GET", "HEAD", "POST", *rule["methods"]]) and all(
        not name or name in allowed or ("*" in allowed and name != "authorization") for name in names
    )
