//! What both sides are asked.

/// A request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    /// Which handler: one that says nothing of CORS, its own `Vary`, its own CORS, or fails; else a 404.
    pub(crate) path: &'static str,
    pub(crate) lines: &'static [(&'static str, &'static str)],
}

impl Asked {
    pub(crate) fn is_preflight(&self) -> bool {
        let has = |name| self.lines.iter().any(|line| line.0 == name);
        self.method == "OPTIONS" && has(METHOD) && has(ORIGIN)
    }

    pub(crate) fn line(&self, name: &str) -> Option<&'static str> {
        self.lines.iter().find(|line| line.0 == name).map(|line| line.1)
    }
}

pub(crate) const APP: &str = "https://app.example";
/// Listed where there is a list of two.
pub(crate) const OTHER: &str = "https://other.example";
pub(crate) const EVIL: &str = "https://evil.example";
pub(crate) const ORIGIN: &str = "origin";
pub(crate) const METHOD: &str = "access-control-request-method";
pub(crate) const HEADERS: &str = "access-control-request-headers";

macro_rules! requests {
    ($($name:literal: $method:literal $path:literal [$($line:expr),*];)*) => {
        &[$(Asked { name: $name, method: $method, path: $path, lines: &[$($line),*] },)*]
    };
}

pub(crate) const ASKED: &[Asked] = requests! {
    "of no page": "GET" "/" [];
    "of a listed page": "GET" "/" [(ORIGIN, APP)];
    "of another listed page": "GET" "/" [(ORIGIN, OTHER)];
    "of an unlisted page": "GET" "/" [(ORIGIN, EVIL)];
    "of a sandboxed page": "GET" "/" [(ORIGIN, "null")];
    "with two lines of Origin": "GET" "/" [(ORIGIN, APP), (ORIGIN, EVIL)];
    "with two origins in a line": "GET" "/" [(ORIGIN, "https://app.example, https://evil.example")];
    "with upper case": "GET" "/" [(ORIGIN, "https://APP.example")];
    "with a default port": "GET" "/" [(ORIGIN, "https://app.example:443")];
    "with a slash at the end": "GET" "/" [(ORIGIN, "https://app.example/")];
    "over http": "GET" "/" [(ORIGIN, "http://app.example")];
    "of a subdomain": "GET" "/" [(ORIGIN, "https://a.app.example")];
    "of a name that ends alike": "GET" "/" [(ORIGIN, "https://evilapp.example")];
    "HEAD": "HEAD" "/" [(ORIGIN, APP)];
    "POST": "POST" "/" [(ORIGIN, APP)];
    "POST of an unlisted page": "POST" "/" [(ORIGIN, EVIL)];
    "PUT": "PUT" "/" [(ORIGIN, APP)];
    "DELETE of an unlisted page": "DELETE" "/" [(ORIGIN, EVIL)];
    "handler varies": "GET" "/varies" [(ORIGIN, APP)];
    "handler varies, unlisted page": "GET" "/varies" [(ORIGIN, EVIL)];
    "handler says CORS": "GET" "/says-cors" [(ORIGIN, APP)];
    "handler says CORS, unlisted page": "GET" "/says-cors" [(ORIGIN, EVIL)];
    "404": "GET" "/nowhere" [(ORIGIN, APP)];
    "404 of an unlisted page": "GET" "/nowhere" [(ORIGIN, EVIL)];
    "handler fails": "GET" "/fails" [(ORIGIN, APP)];
    "handler fails, unlisted page": "GET" "/fails" [(ORIGIN, EVIL)];
    "OPTIONS of no page": "OPTIONS" "/" [];
    "OPTIONS of a page": "OPTIONS" "/" [(ORIGIN, APP)];
    "OPTIONS of an unlisted page": "OPTIONS" "/" [(ORIGIN, EVIL)];
    "OPTIONS without Origin": "OPTIONS" "/" [(METHOD, "PUT")];
    "preflight for GET": "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "GET")];
    "preflight for PUT": "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT")];
    "preflight for DELETE": "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "DELETE")];
    "preflight for put": "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "put")];
    "preflight for no method": "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "P U T")];
    "preflight with a header": "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT"), (HEADERS, "x-token")];
    "preflight with its case": "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT"), (HEADERS, "X-Token")];
    "preflight with two headers":
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT"), (HEADERS, "x-token,content-type")];
    "preflight with another header":
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT"), (HEADERS, "x-other")];
    "preflight with authorization":
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT"), (HEADERS, "authorization")];
    "preflight with no header's name":
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT"), (HEADERS, "x token")];
    "preflight of an unlisted page": "OPTIONS" "/" [(ORIGIN, EVIL), (METHOD, "PUT")];
    "preflight of a sandboxed page": "OPTIONS" "/" [(ORIGIN, "null"), (METHOD, "PUT")];
    "preflight for a 404": "OPTIONS" "/nowhere" [(ORIGIN, APP), (METHOD, "PUT")];
};
