//! What a server would have to say, and what the page could do instead.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::case::Case;
use crate::agent::Stage;
use crate::wire::Origin;
use crate::wire::is_cors_safelisted_method;

/// What a server would have to say to let a request through: the least that does.
///
/// Every text in it is fit for any configuration: an origin of plain letters, names of letters,
/// digits, `-` and `_`. What a stranger's text had in their place is left out and told in
/// [`Grant::left_out`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// The page's origin; `None` if it is not known.
    pub origin: Option<String>,
    /// Whether the request carries credentials.
    pub credentials: bool,
    /// What the preflight must allow, if one is sent.
    pub preflight: Option<PreflightGrant>,
    /// Response headers that script must be able to read.
    pub expose: Vec<String>,
    /// Whether other sites must be allowed to embed the answer without CORS.
    pub embed: bool,
    /// What was told but is fit for no configuration.
    pub left_out: Vec<String>,
}

/// Header lines, names in their usual capitals.
pub type HeaderLines = Vec<(&'static str, String)>;

/// What the answer to a preflight must allow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreflightGrant {
    /// Methods; those that need no permission may be missing.
    pub methods: Vec<String>,
    /// Request header names, in lower case.
    pub header_names: Vec<String>,
    /// Whether they are a guess, for what was asked is not known.
    pub is_guess: bool,
}

impl Grant {
    /// What would let a refused request through; `None` if no header of the server would.
    pub fn of(case: &Case) -> Option<Self> {
        let rule = case.rule.name;
        if NOT_THE_SERVERS.contains(&rule) || is_about_a_response_header(case) {
            return None;
        }
        let mut grant = Self::default();
        if rule == "resource-policy" {
            grant.embed = true;
            return Some(grant);
        }
        grant.credentials = case.credentials == Some(true);
        grant.origin = match case.origin.as_deref() {
            None | Some("null") => None,
            Some(origin) => grant.fit(origin, is_plain_origin),
        };
        let mut names: Vec<_> =
            case.header_names.iter().map(|name| name.to_ascii_lowercase()).collect();
        if rule == "authorization-by-wildcard" {
            names.push("authorization".into());
        }
        let names: Vec<_> =
            names.iter().filter_map(|name| grant.fit(name, is_plain_name)).collect();
        if rule == "header-not-exposed" {
            grant.expose = names;
            return Some(grant);
        }
        let method = case.method.as_deref().map(in_capitals);
        let method = method.and_then(|method| grant.fit(&method, is_plain_name));
        let needs_permission = |method: &String| !is_cors_safelisted_method(method);
        let is_asked_first = case.stage == Some(Stage::Preflight)
            || !names.is_empty()
            || method.as_ref().is_some_and(needs_permission);
        if is_asked_first {
            let is_guess = method.is_none() && names.is_empty();
            let mut preflight = PreflightGrant { is_guess, ..PreflightGrant::default() };
            if is_guess {
                preflight.methods = ["PUT", "PATCH", "DELETE"].map(ToOwned::to_owned).into();
                preflight.header_names =
                    ["authorization", "content-type"].map(ToOwned::to_owned).into();
            } else {
                preflight.methods = method.filter(needs_permission).into_iter().collect();
                preflight.header_names = names;
            }
            grant.preflight = Some(preflight);
        }
        Some(grant)
    }

    /// Header lines of the answer to the request, and of the answer to its preflight.
    ///
    /// An origin that is not known is `https://app.example.com`.
    pub fn header_lines(&self) -> (HeaderLines, HeaderLines) {
        if self.embed {
            let line = ("Cross-Origin-Resource-Policy", "cross-origin".to_string());
            return (vec![line], Vec::new());
        }
        let mut lines = vec![("Access-Control-Allow-Origin", self.origin_or_example().into())];
        if self.credentials {
            lines.push(("Access-Control-Allow-Credentials", "true".into()));
        }
        lines.push(("Vary", "Origin".into()));
        let Some(preflight) = &self.preflight else {
            self.push_exposed(&mut lines);
            return (lines, Vec::new());
        };
        let mut asked_first = lines.clone();
        if !preflight.methods.is_empty() {
            asked_first.push(("Access-Control-Allow-Methods", preflight.methods.join(", ")));
        }
        if !preflight.header_names.is_empty() {
            asked_first.push(("Access-Control-Allow-Headers", preflight.header_names.join(", ")));
        }
        self.push_exposed(&mut lines);
        (lines, asked_first)
    }

    /// The origin, or one that stands for it.
    pub fn origin_or_example(&self) -> &str {
        self.origin.as_deref().unwrap_or("https://app.example.com")
    }

    fn push_exposed(&self, lines: &mut HeaderLines) {
        if !self.expose.is_empty() {
            lines.push(("Access-Control-Expose-Headers", self.expose.join(", ")));
        }
    }

    /// A text if it is fit; else notes that it was left out.
    fn fit(&mut self, text: &str, is_fit: fn(&str) -> bool) -> Option<String> {
        if is_fit(text) {
            return Some(text.into());
        }
        self.left_out.push(text.into());
        None
    }
}

/// What the page can do: instead of what the server must, or because the server cannot.
pub fn page_advice(case: &Case) -> Vec<String> {
    let mut advice = Vec::new();
    let mut say = |text: String| advice.push(text);
    let url = case.url.as_deref().unwrap_or("the final URL");
    if case.is_tainted {
        say(format!(
            "a redirect crossed origins, so the browser sends `Origin: null`; ask for {url} directly"
        ));
    }
    match case.rule.name {
        "disallowed-by-mode" => say("leave out `mode: \"same-origin\"`".into()),
        "no-cors-redirect-mode" => {
            say("leave out `redirect`, or use `mode: \"cors\"`".into());
        }
        "cors-disabled" => say("set content.cors.disable to false in about:config".into()),
        "scheme-not-http" => {
            say("serve the file over http (`python3 -m http.server`) and open that".into());
        }
        "invalid-data-url" => say("encode what follows the comma".into()),
        "local-network-insecure" => say("serve the page over https".into()),
        "local-network-denied" => {
            say("allow \"local network access\" for the page, in the icon before its address".into());
        }
        "local-network-mismatch" => {
            say("leave out `targetAddressSpace`, or name the space the host is in".into());
        }
        "private-network-preflight" => say(
            "update Chromium; until then the device must answer the preflight with \
             `Access-Control-Allow-Private-Network: true`"
                .into(),
        ),
        "network-failure" => say(format!(
            "open {url} in a tab: a certificate that is not trusted, a wrong port, a server that is \
             not running and a content blocker all look like this"
        )),
        "wildcard-with-credentials" | "allow-credentials" => say(
            "if no cookie and no client certificate is needed, leave out `credentials: \"include\"` \
             (`withCredentials`)"
                .into(),
        ),
        "method-not-allowed" => {
            if let Some(method) = case.method.as_deref()
                && in_capitals(method) != method
            {
                say(format!("write the method in capitals: `{}`", in_capitals(method)));
            }
        }
        "headers-not-allowed" if is_about_a_response_header(case) => say(format!(
            "take `{}` out of the request's headers: it is the server's to send",
            case.header_names.join(", ")
        )),
        "headers-not-allowed" => say(
            "if the server has no use for the header, do not set it: some libraries add their own"
                .into(),
        ),
        "preflight-redirect" | "too-many-redirects" | "location-credentials" => say(
            "ask for the URL at which the redirects end: mind https, the final slash and `www`"
                .into(),
        ),
        "redirect-mode-error" => {
            say("leave out `redirect: \"error\"`, or ask for the URL that it leads to".into());
        }
        "stream-redirect" => say("send the body as a blob or text, or ask for the final URL".into()),
        "forbidden-header" => say("do not set it: the browser writes it itself".into()),
        "canvas-tainted" => {
            say("set `crossorigin` on the image before `src`: `<img crossorigin src=…>`".into());
        }
        _ => {}
    }
    if case.origin.as_deref() == Some("null") {
        say(
            "the page has no origin to name (a file, a sandboxed frame, a data: URL): serve it over \
             http; never allow `null`, which everybody can be"
                .into(),
        );
    }
    advice
}

/// What the server can do where headers of CORS are no help.
pub fn server_advice(case: &Case) -> Option<&'static str> {
    Some(match case.rule.name {
        "preflight-status" => {
            "answer OPTIONS with 204 before anything that asks for a sign-in or knows only some \
             methods: a preflight carries no cookie and no Authorization"
        }
        "preflight-redirect" => {
            "answer OPTIONS before any redirect to https, to another host, or to a final slash"
        }
        "allow-origin-multiple" => {
            "only one place may write the header: the application or the proxy before it"
        }
        "allow-origin-list" => {
            "keep the allowed origins in a list of the server's own, and answer with the one that \
             asked"
        }
        "location-credentials" => "redirect to a URL without user name and password",
        "location-scheme" => "redirect to http or https only",
        "location-invalid" => "write one Location, and a URL in it",
        "too-many-redirects" => "end the loop of redirects",
        "response-invalid" => "see the server's log: its answer broke off or is not HTTP",
        "network-failure" => "see whether the request is in the server's log at all",
        _ => return None,
    })
}

/// Rules about which no header of the server helps.
const NOT_THE_SERVERS: [&str; 18] = [
    "disallowed-by-mode",
    "no-cors-redirect-mode",
    "cors-disabled",
    "scheme-not-http",
    "invalid-data-url",
    "local-network-insecure",
    "local-network-denied",
    "local-network-mismatch",
    "private-network-preflight",
    "network-failure",
    "origin-not-added",
    "response-invalid",
    "redirect-mode-error",
    "location-invalid",
    "location-scheme",
    "too-many-redirects",
    "location-credentials",
    "stream-redirect",
];

/// Whether a page tries to send what only a server says.
fn is_about_a_response_header(case: &Case) -> bool {
    let is_the_servers = |name: &String| {
        let name = name.to_ascii_lowercase();
        name.starts_with("access-control-allow-") || name == "access-control-expose-headers"
    };
    case.rule.name == "forbidden-header"
        || (case.rule.name == "headers-not-allowed"
            && !case.header_names.is_empty()
            && case.header_names.iter().all(is_the_servers))
}

/// `PATCH` for `patch`, which browsers leave as it is and servers do not know; others as they are.
fn in_capitals(method: &str) -> String {
    let known = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    known.into_iter().find(|known| known.eq_ignore_ascii_case(method)).unwrap_or(method).into()
}

/// Whether a text is an origin as browsers send it, of letters that mean nothing to any
/// configuration.
fn is_plain_origin(text: &str) -> bool {
    text.len() <= 256
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.:/[]_".contains(&b))
        && Origin::parse(text).is_ok_and(|origin| !origin.is_opaque())
}

/// Whether a text is a method's or header's name, of letters that mean nothing to any configuration.
fn is_plain_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}
