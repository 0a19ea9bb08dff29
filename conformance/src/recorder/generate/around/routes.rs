//! What servers answer, and which file each API takes.

use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Body;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;

use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;
use crate::recorder::generate::generator::rule;

impl Generator {
    /// The scenario of these parts.
    pub(super) fn scenario_of(
        &self,
        kind: &str,
        page: &str,
        steps: Vec<Step>,
        server: Vec<Route>,
    ) -> Scenario {
        let page = Origin::parse(page).expect("pages are written as origins");
        let (id, kind) = (self.id.clone(), kind.to_owned());
        Scenario { id, kind, page, steps, server, ..Scenario::default() }
    }

    /// A body as a page may give it.
    pub(super) fn some_body(&mut self) -> Body {
        match self.rng.u32(0..4) {
            0 => Body::new(BodyKind::Text, "x"),
            1 => Body::new(BodyKind::Params, "a=1"),
            2 => Body::new(BodyKind::Form, "v"),
            _ => Body {
                mime_type: Some("application/json".into()),
                ..Body::new(BodyKind::Blob, "{}")
            },
        }
    }
}

/// `Access-Control-Allow-Origin`, and `-Credentials` if they are allowed.
pub(super) fn sharing(with: &str, credentialed: bool) -> Headers {
    let mut headers = vec![header("Access-Control-Allow-Origin", with)];
    if credentialed {
        headers.push(header("Access-Control-Allow-Credentials", "true"));
    }
    headers
}

/// An answer to a preflight that permits whatever the scenarios ask for.
pub(super) fn permitting(origin: &str, path: &str, sharing: &Headers) -> Route {
    let mut headers = sharing.clone();
    headers.push(header(
        "Access-Control-Allow-Methods",
        "PUT, DELETE, PATCH, QUERY, PROPFIND, query, patch",
    ));
    headers.push(header(
        "Access-Control-Allow-Headers",
        "content-type, x-api-key, authorization, if-none-match, cache-control",
    ));
    rule(origin, path, "OPTIONS", 204, headers, "")
}

/// The file that an API takes, with its type.
pub(super) fn file(api: Api) -> (&'static str, &'static str) {
    match api {
        Api::Img | Api::Webgl | Api::Shape | Api::Background => ("@png", "image/png"),
        Api::Script | Api::ImportScripts => ("@script", "text/javascript"),
        Api::Import | Api::ModulePreload => ("@module", "text/javascript"),
        Api::JsonModule => ("@json", "application/json"),
        Api::Style | Api::CssModule | Api::AtImport => ("@css", "text/css"),
        Api::Mask | Api::SvgUse => ("@svg", "image/svg+xml"),
        Api::Font => ("@font", "font/ttf"),
        Api::Video => ("@webm", "video/webm"),
        Api::Audio => ("@wav", "audio/wav"),
        Api::Track => ("@vtt", "text/vtt"),
        Api::EventSource => ("@events", "text/event-stream"),
        Api::Iframe => ("@html", "text/html"),
        _ => ("hello", "text/plain"),
    }
}

/// Whether an element of that kind has a `crossorigin` attribute.
pub(super) const fn takes_crossorigin(api: Api) -> bool {
    matches!(
        api,
        Api::Preload
            | Api::ModulePreload
            | Api::Video
            | Api::Audio
            | Api::Track
            | Api::Script
            | Api::Style
            | Api::Img
            | Api::Webgl
    )
}

/// The answer that an API can use: a file of its type, or a WebSocket.
pub(super) fn usable(api: Api, origin: &str, path: &str, sharing: &Headers) -> Route {
    if api == Api::WebSocket {
        return rule(origin, path, "*", 101, Headers::new(), "");
    }
    let (body, mime_type) = file(api);
    let mut headers = sharing.clone();
    headers.push(header("Content-Type", mime_type));
    let ranges = matches!(api, Api::Video | Api::Audio);
    Route { ranges, ..rule(origin, path, "*", 200, headers, body) }
}

/// Gives an answer another type.
pub(super) fn retype(route: &mut Route, mime_type: &str) {
    let own = route.headers.iter_mut().find(|(name, _)| name == "Content-Type");
    own.into_iter().for_each(|(_, value)| *value = mime_type.into());
}

/// A way on.
pub(super) fn moved(origin: &str, path: &str, status: u16, headers: Headers, to: &str) -> Route {
    let mut headers = headers;
    headers.push(header("Location", to));
    rule(origin, path, "*", status, headers, "")
}

/// A URL as an API takes it.
pub(super) fn url(api: Api, origin: &str, path: &str) -> String {
    match api {
        Api::WebSocket => format!("{}{path}", origin.replacen("http", "ws", 1)),
        _ => format!("{origin}{path}"),
    }
}

/// The same origin without TLS, or with it.
pub(super) fn with_scheme(origin: &str, scheme: &str) -> String {
    let (_, authority) = origin.split_once("://").unwrap_or(("", origin));
    format!("{scheme}://{authority}")
}
