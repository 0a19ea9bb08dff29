//! What to change where it is not CORS, though people take it for that; and where the user's side says no.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::guards;
use super::refusal::Refusal;
use crate::catalog::FetchRule;

/// What to do on the server that answers.
pub(super) fn on_the_server(refusal: &Refusal) -> Option<String> {
    let value = refusal.value.as_deref().unwrap_or_default();
    let text = match refusal.rule {
        FetchRule::WrongType if [".gz", ".br"].iter().any(|end| value.ends_with(end)) => {
            "the file was compressed ahead: send `Content-Encoding: gzip` with names that end in `.gz` and \
             `Content-Encoding: br` with `.br` (over https), beside the type of what is in it; or build without \
             compression, or with Unity's \"Decompression Fallback\""
        }
        FetchRule::WrongType | FetchRule::NoSniff if value.contains("html") => {
            "see why this URL answers with a page: a wrong path, an error page, or a server that sends \
             `index.html` for whatever it does not find"
        }
        FetchRule::WrongType | FetchRule::NoSniff => {
            "say what it is in `Content-Type`: `text/javascript` for scripts and modules, `text/css` for \
             style sheets, `application/json` for JSON, `application/wasm` for WebAssembly, \
             `text/event-stream` for events"
        }
        FetchRule::OpaqueResponseBlocked => {
            "open the URL in a tab: an error page or JSON in the place of an image or a script looks like \
             this. If it is right, say so in `Content-Type`"
        }
        FetchRule::EmbedderPolicy => {
            "let the framed document answer with `Cross-Origin-Embedder-Policy: require-corp` and \
             `Cross-Origin-Resource-Policy: cross-origin`"
        }
        FetchRule::CookieLeftOut => {
            "set the cookie with `SameSite=None; Secure`, and `Partitioned` where browsers keep apart what \
             others' pages store; or serve page and API from one site"
        }
        FetchRule::FrameRefused => {
            "if this page may show it, let the framed document say `Content-Security-Policy: \
             frame-ancestors` with the page's origin, in place of `X-Frame-Options`"
        }
        FetchRule::WebSocketRefused => web_socket(refusal.status),
        FetchRule::OpenerPolicy if value.contains("untrustworthy") => {
            "serve the page over https: the header counts only there and on `localhost`"
        }
        FetchRule::OpenerPolicy => {
            "if the page is to talk with windows that it opens (to sign in, to pay), say \
             `Cross-Origin-Opener-Policy: same-origin-allow-popups` with it in place of `same-origin`, and \
             nothing stricter with the other window"
        }
        FetchRule::NotIsolated => {
            "send two headers with the page itself, its HTML (not with the API): `Cross-Origin-Opener-Policy: \
             same-origin` and `Cross-Origin-Embedder-Policy: require-corp` (or `credentialless`), over https or \
             at `localhost`; a worker's script needs the second, too. `crossOriginIsolated` in the console then \
             says `true`"
        }
        FetchRule::HostNotListed => return Some(guards::host_list(refusal.value.as_deref())),
        FetchRule::ForgeryGuard => return Some(guards::trusted_pages(refusal.value.as_deref())),
        FetchRule::CanvasTainted if refusal.header_names.is_empty() => {
            "send `Access-Control-Allow-Origin` with the image or video itself"
        }
        _ => return None,
    };
    Some(text.into())
}

/// What to do on the page.
pub(super) fn on_the_page(refusal: &Refusal) -> Vec<String> {
    let url = refusal.url.as_deref().unwrap_or("the URL");
    let text = match refusal.rule {
        FetchRule::ContentSecurityPolicy => return page_policy(refusal),
        FetchRule::NoSniff | FetchRule::WrongType => {
            "see in the network panel what the URL answers with: the element is right to refuse a page".into()
        }
        FetchRule::OpaqueResponseBlocked => {
            "to read data, ask for it with `fetch` by CORS; a `no-cors` request or an `<img>`, `<script>` or \
             `<link>` gets none of it"
                .into()
        }
        FetchRule::IntegrityNeedsCors => {
            "set `crossorigin=\"anonymous\"` on the element that has `integrity`; the server must then say \
             `Access-Control-Allow-Origin`"
                .into()
        }
        FetchRule::IntegrityMismatch => format!(
            "make the digest anew of what {url} answers with now, or pin the version in the URL: whoever \
             serves it changed it (a minifier of a CDN does so, too)"
        ),
        FetchRule::WorkerOrigin => {
            "serve the worker's script from the page's own origin; or start it from a blob that loads it: \
             `new Worker(URL.createObjectURL(new Blob([`importScripts(\"…\")`], { type: \
             \"text/javascript\" })))`, for a module worker with `import \"…\"`, for which the script needs \
             CORS"
                .into()
        }
        FetchRule::CanvasTainted => {
            "set `crossorigin` on the image before `src`: `<img crossorigin src=…>`, or `img.crossOrigin = \
             \"anonymous\"` first; so for a `<video>` and for textures of WebGL. An image that the browser \
             kept from before may need another URL"
                .into()
        }
        FetchRule::MediaWithoutCors => {
            "set `crossorigin` on the `<audio>` or `<video>` before `src` (`audio.crossOrigin = \
             \"anonymous\"`); the file must then come with `Access-Control-Allow-Origin`"
                .into()
        }
        FetchRule::StyleSheetUnreadable => {
            "set `crossorigin=\"anonymous\"` on the `<link>`, and let the server allow the page; or leave such \
             style sheets out when rules are read: `try`, or `sheet.href` of another origin"
                .into()
        }
        FetchRule::ScriptErrorHidden => {
            "set `crossorigin=\"anonymous\"` on the `<script>`; its server must then say \
             `Access-Control-Allow-Origin`"
                .into()
        }
        FetchRule::PreloadUnused => {
            "give the preload what the request has: `crossorigin` for fonts, modules and `fetch` (fonts always, \
             of the own origin too), `crossorigin=\"use-credentials\"` for requests with credentials, none for \
             plain images, scripts and style sheets; and the right `as`"
                .into()
        }
        FetchRule::ServiceWorkerResponse => return service_worker(refusal),
        FetchRule::CookieLeftOut => {
            "for `fetch`, `credentials: \"include\"` sends what the browser still sends; in a frame \
             `document.requestStorageAccess()` asks the user; a token in `Authorization` needs no cookie"
                .into()
        }
        FetchRule::BlockedByClient => format!(
            "look who blocked {url}: try a private window without extensions; content blockers go by words such \
             as `ads`, `track` and `analytics` in a URL. No server can change it"
        ),
        FetchRule::RequestAborted => {
            "see who gave up: a form or link that left the page (`event.preventDefault()`), an \
             `AbortController`, a component that was taken away"
                .into()
        }
        FetchRule::FrameAccess => {
            "let the two windows talk with `postMessage`, and name the other's origin as the target; a test \
             goes there with `cy.origin()` in Cypress, `frameLocator()` in Playwright"
                .into()
        }
        FetchRule::FrameRefused => "open it in a tab of its own, or ask its owner to allow the page".into(),
        // Where no status tells it, the server's side comes first.
        FetchRule::WebSocketRefused if refusal.status.is_none() && refusal.value.is_none() => {
            return Vec::new();
        }
        FetchRule::WebSocketRefused => {
            "mind the URL's path and the protocols (`new WebSocket(url, protocols)`); a page can set no header \
             on a handshake, so a token goes into the URL or the first message, and a cookie by its own rules"
                .into()
        }
        FetchRule::OpenerPolicy
            if refusal.value.as_deref().is_some_and(|value| value.contains("untrustworthy")) =>
        {
            return Vec::new();
        }
        FetchRule::OpenerPolicy => {
            "or let the page itself go there and come back in place of a window; a line that says \"would \
             block\" harms nothing if all works"
                .into()
        }
        FetchRule::NotIsolated => {
            "then whatever the page loads from other origins needs `Cross-Origin-Resource-Policy: cross-origin` \
             or `crossorigin` with CORS, and its frames the headers, too; if that cannot be, use the library's \
             build for one thread. Where the host sets no headers, a service worker can (coi-serviceworker)"
                .into()
        }
        FetchRule::EmbedderPolicy => {
            "or use `<iframe credentialless>`, or leave `Cross-Origin-Embedder-Policy` out if the page does \
             not need to be isolated"
                .into()
        }
        FetchRule::ResourcePolicy => {
            "ask for it by CORS (`crossorigin`), which this header does not concern; if the page itself says \
             `Cross-Origin-Embedder-Policy: require-corp`, then also `credentialless` in its place, which \
             asks without cookies"
                .into()
        }
        FetchRule::ForgeryGuard => guards::TOKEN.into(),
        FetchRule::CacheRefused => guards::CACHE.into(),
        FetchRule::NetworkFailure => network_failure(refusal, url),
        FetchRule::LocalNetworkDenied => return local_network(),
        _ => return Vec::new(),
    };
    [text].into()
}

/// What the status of an answer to a handshake tells.
const fn web_socket(status: Option<u16>) -> &'static str {
    match status {
        Some(401) => {
            "401: the server knows nobody by this handshake; a browser sends only cookies with it, so take the \
             token from the URL or the first message"
        }
        Some(403) => {
            "403: most servers that answer so do not know the page's `Origin`: add it to what the WebSocket \
             library allows, which is a list of its own, not that of CORS"
        }
        Some(200 | 204 | 404 | 426 | 301 | 302 | 307 | 308) => {
            "no WebSocket is served at this path, or a proxy before it passes no upgrade: in nginx \
             `proxy_http_version 1.1`, `proxy_set_header Upgrade $http_upgrade` and `proxy_set_header \
             Connection \"upgrade\"`; mind the path and its final slash, and redirects, which no handshake follows"
        }
        Some(400) => {
            "400: the handshake came without its `Upgrade` (a proxy dropped it), for a session that another \
             server keeps (several servers without sticky sessions), or with an `Origin` that is not allowed"
        }
        Some(500..=599) => "the server or a proxy failed: its log has the reason",
        _ => {
            "look at the handshake in the network panel: 403 means that the page's `Origin` is not on the \
             WebSocket library's own list, 401 that nobody is signed in, 200 or 404 that the path is wrong or a \
             proxy passes no `Upgrade`; without any answer nobody listens, or a certificate is not trusted"
        }
    }
}

fn page_policy(refusal: &Refusal) -> Vec<String> {
    let value = refusal.value.as_deref().unwrap_or_default();
    if let Some(advice) = inline_code(refusal, value) {
        return [advice.to_owned()].into();
    }
    let directive = DIRECTIVES.iter().find(|name| value.contains(**name));
    let directive = directive.copied().unwrap_or("connect-src");
    let url = refusal.url.as_deref();
    let origin = url.and_then(source_of).unwrap_or_else(|| "the URL's origin".into());
    [format!(
        "add {origin} to `{directive}` in the page's own `Content-Security-Policy`: a header of the page's \
         server, or a `<meta>` in it; nothing on the server that is asked can change it. It comes before CORS, \
         which may then refuse for its own reasons"
    )]
    .into()
}

/// What is refused that has no URL: code in the page itself, or made of text.
fn inline_code(refusal: &Refusal, value: &str) -> Option<&'static str> {
    if refusal.url.is_some() {
        return None;
    }
    if value.contains("wasm") || value.contains("WebAssembly") {
        return Some(
            "add `'wasm-unsafe-eval'` to `script-src` in the page's own `Content-Security-Policy`: WebAssembly \
             is compiled from bytes",
        );
    }
    if value.contains("eval") {
        return Some(
            "do without `eval`, `new Function` and timers of text (a bundler's development mode uses them, a \
             production build does not); or add `'unsafe-eval'` to `script-src` in the page's own \
             `Content-Security-Policy`, which lets every injected text run",
        );
    }
    let is_of_code = ["script-src", "style-src", "inline"].iter().any(|word| value.contains(word));
    is_of_code.then_some(
        "move the inline script or style into a file of an allowed origin, or give it a `nonce` that the page's \
         own `Content-Security-Policy` names (or its hash, which the console tells); `'unsafe-inline'` lets \
         every injected script run",
    )
}

/// Directives by which a page's policy refuses a request, those first that others are the beginning of.
const DIRECTIVES: [&str; 11] = [
    "connect-src",
    "script-src-elem",
    "script-src",
    "style-src-elem",
    "style-src",
    "img-src",
    "font-src",
    "media-src",
    "worker-src",
    "frame-src",
    "form-action",
];

/// What a policy writes for a URL: its origin, or the scheme of what has no host of its own.
fn source_of(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    match url.has_host() {
        true => Some(url.origin().ascii_serialization()),
        false => Some(format!("`{}:`", url.scheme())),
    }
}

fn service_worker(refusal: &Refusal) -> Vec<String> {
    let value = refusal.value.as_deref().unwrap_or_default();
    let is = |word: &str| value.contains(word);
    let text = if is("redirect") && !is("opaqueredirect") {
        "answer with a new response in place of one that was redirected: `new Response(response.body, \
         response)`; do not keep redirected answers in the cache for navigations"
    } else if is("opaqueredirect") {
        "fetch the request itself, `fetch(event.request)`, so that its redirect mode is kept"
    } else if is("opaque") {
        "in the worker, ask by CORS (`fetch(url, { mode: \"cors\" })`, or `fetch(event.request)`): an answer \
         that was asked for with `no-cors`, or kept so in the cache, serves only requests that are `no-cors`"
    } else {
        "see the worker's own console for the request that failed in it, or leave the request alone: no \
         `event.respondWith` for other origins"
    };
    [
        text.to_owned(),
        "to see whether it is the worker: tick \"Bypass for network\" in the developer tools"
            .into(),
    ]
    .into()
}

fn network_failure(refusal: &Refusal, url: &str) -> String {
    let value = refusal.value.as_deref().unwrap_or_default();
    let is = |words: &[&str]| words.iter().any(|word| value.contains(word));
    if is(&["CERT", "SSL"]) {
        return format!(
            "open {url} in a tab: the certificate is not trusted there; for development let a tool make one \
             that is (mkcert), or trust it"
        );
    }
    if is(&["REFUSED", "ADDRESS_UNREACHABLE"]) {
        return format!(
            "nobody listens at {url}: start the server, and mind the port and `127.0.0.1` or `::1`"
        );
    }
    if is(&["NAME_NOT_RESOLVED"]) {
        return format!("the name in {url} is not known: mind its spelling, a VPN, the hosts file");
    }
    if is(&["CLEARTEXT", "cleartext"]) {
        return "the application may use no http: use https; or allow it for this host alone, in Android's \
                network security configuration, as iOS asks for in `NSAppTransportSecurity`"
            .into();
    }
    if is(&["UNSAFE_PORT"]) {
        return "browsers refuse this port for every server: use another".into();
    }
    format!(
        "open {url} in a tab: a certificate that is not trusted, a wrong port, a server that is not running and \
         a content blocker all look like this"
    )
}

fn local_network() -> Vec<String> {
    [
        "ask the user to allow \"local network access\", in the icon before the address, or serve the page from \
         the same network",
        "in a frame nobody is asked unless each `<iframe>` above says `allow=\"local-network-access\"` (since \
         Chromium 145 also `loopback-network` for this machine, `local-network` for its network)",
    ]
    .map(ToOwned::to_owned)
    .into()
}
