//! What is asked, as data.

/// One kind of request, of many connections at once.
#[derive(Debug)]
pub(in crate::bench) struct Scene {
    pub(in crate::bench) name: &'static str,
    pub(in crate::bench) load: Load,
    pub(in crate::bench) connections: usize,
    /// How often each server is asked, for a second each time.
    pub(in crate::bench) rounds: u64,
}

/// What makes the requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bench) enum Load {
    /// wrk over HTTP/1.1: the path, and what a script of it says.
    Wrk { path: &'static str, script: &'static str },
    /// h2load over HTTP/2 and TLS, eight streams a connection.
    H2load,
}

const GET: Load = Load::Wrk { path: "/", script: "wrk.headers['Origin'] = 'https://app.example'" };

const WITH_CREDENTIALS: Load = Load::Wrk {
    path: "/",
    script: "wrk.headers['Origin'] = 'https://app.example'
wrk.headers['Cookie'] = 'session=0123456789abcdef0123456789abcdef; theme=dark'
wrk.headers['Authorization'] = 'Bearer 0123456789abcdef0123456789abcdef'
wrk.headers['User-Agent'] = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)'
wrk.headers['Accept'] = '*/*'
wrk.headers['Accept-Encoding'] = 'gzip, deflate, br'
wrk.headers['Referer'] = 'https://app.example/'",
};

const PREFLIGHT: Load = Load::Wrk {
    path: "/",
    script: "wrk.method = 'OPTIONS'
wrk.headers['Origin'] = 'https://app.example'
wrk.headers['Access-Control-Request-Method'] = 'PUT'
wrk.headers['Access-Control-Request-Headers'] = 'authorization,content-type'",
};

const LONG: Load =
    Load::Wrk { path: "/long", script: "wrk.headers['Origin'] = 'https://app.example'" };

const UPLOAD: Load = Load::Wrk {
    path: "/upload",
    script: "wrk.method = 'POST'
wrk.headers['Origin'] = 'https://app.example'
wrk.body = string.rep('x', 65536)",
};

pub(super) const SCENES: [Scene; 8] = [
    Scene { name: "GET", load: GET, connections: 64, rounds: 15 },
    Scene { name: "GET, 256 connections", load: GET, connections: 256, rounds: 15 },
    Scene { name: "GET with credentials", load: WITH_CREDENTIALS, connections: 64, rounds: 9 },
    Scene { name: "preflight", load: PREFLIGHT, connections: 64, rounds: 15 },
    Scene { name: "preflight, 256 connections", load: PREFLIGHT, connections: 256, rounds: 9 },
    Scene { name: "answer of 1 MiB", load: LONG, connections: 64, rounds: 9 },
    Scene { name: "upload of 64 KiB", load: UPLOAD, connections: 64, rounds: 9 },
    Scene { name: "GET, HTTP/2 and TLS", load: Load::H2load, connections: 16, rounds: 15 },
];
