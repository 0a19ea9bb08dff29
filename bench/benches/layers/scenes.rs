//! What is asked, and of which policy.

/// A request, and the origins that the policy lists.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    pub(crate) lines: Vec<(&'static str, Vec<u8>)>,
    pub(crate) origins: Origins,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Origins {
    /// Every origin, without credentials.
    Any,
    /// So many, with credentials.
    Listed(usize),
    /// All one label below `example.com`, with credentials.
    Wildcard,
}

pub(crate) const METHODS: [&str; 1] = ["PUT"];
pub(crate) const HEADERS: [&str; 3] = ["content-type", "x-request-id", "x-token"];

/// The origins of a list.
pub(crate) fn listed(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|number| format!("https://app-{number}.example"))
}

impl Scene {
    pub(crate) fn all() -> Vec<Self> {
        use Origins::Any;
        use Origins::Listed;
        use Origins::Wildcard;
        let app = |count: usize| format!("https://app-{}.example", count / 2).into_bytes();
        let get = |name, origin: Option<Vec<u8>>, origins| {
            let lines = origin.map(|origin| ("origin", origin)).into_iter().collect();
            Self { name, method: "GET", lines, origins }
        };
        let preflight = |name, origin: Vec<u8>, method: &str, headers: Vec<u8>| Self {
            name,
            method: "OPTIONS",
            lines: vec![
                ("origin", origin),
                ("access-control-request-method", method.as_bytes().to_vec()),
                ("access-control-request-headers", headers),
            ],
            origins: Listed(1),
        };
        let evil = || b"https://evil.example".to_vec();
        let three = || HEADERS.join(",").into_bytes();
        vec![
            get("no Origin", None, Listed(1)),
            get("allowed", Some(app(1)), Listed(1)),
            get("refused", Some(evil()), Listed(1)),
            preflight("preflight, 3 headers", app(1), "PUT", three()),
            preflight("preflight, refused", evil(), "PUT", three()),
            preflight("preflight, list of 1 MiB", app(1), "PUT", b"x-token,".repeat(1 << 17)),
            get("any origin", Some(app(1)), Any),
            get("wildcard", Some(b"https://app.example.com".to_vec()), Wildcard),
            get("allowed, 100", Some(app(100)), Listed(100)),
            get("allowed, 10,000", Some(app(10_000)), Listed(10_000)),
            get("allowed, 1,000,000", Some(app(1_000_000)), Listed(1_000_000)),
            get("refused, 10,000", Some(evil()), Listed(10_000)),
            Self { lines: browser(app(1)), ..get("allowed, 15 headers", None, Listed(1)) },
        ]
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|scene| scene.name == name)
    }

    /// Whether a request of this scene costs so much somewhere that few are enough.
    pub(crate) fn is_large(&self) -> bool {
        let longest = self.lines.iter().map(|(_, value)| value.len()).max();
        matches!(self.origins, Origins::Listed(10_000..)) || longest > Some(1 << 16)
    }
}

/// What Chromium sends with a script's request beside what every scene has, in its order.
fn browser(origin: Vec<u8>) -> Vec<(&'static str, Vec<u8>)> {
    let line = |name, value: &str| (name, value.as_bytes().to_vec());
    vec![
        line("connection", "keep-alive"),
        line("sec-ch-ua-platform", "\"Linux\""),
        line("sec-ch-ua", "\"Chromium\";v=\"141\""),
        line("sec-ch-ua-mobile", "?0"),
        ("origin", origin),
        line("sec-fetch-site", "cross-site"),
        line("sec-fetch-mode", "cors"),
        line("sec-fetch-dest", "empty"),
        line("referer", "https://app-0.example/"),
        line("accept-encoding", "gzip, deflate, br, zstd"),
        line("accept-language", "en-GB,en;q=0.9"),
        line("cookie", "session=0123456789abcdef"),
    ]
}
