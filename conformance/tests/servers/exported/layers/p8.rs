// Written by `crosscheck export tower-http`.

/// For `/` and what is below it, but for what has one of its own.
pub fn cors_0() -> tower_http::cors::CorsLayer {
    let listed: &[&str] = &[];
    let patterns = regex::bytes::Regex::new(
        r"^(?:https://[a-z0-9_-]+[.]example[.]com|https://(?:[a-z0-9_-]+[.])+deep[.]example|https://preview-[a-z0-9_-]+[.]example[.]org|https://[a-z0-9_-]+--app[.]example[.]net:(?:8443))$",
    )
    .expect("it is one");
    let allows = move |origin: &http::HeaderValue, _: &http::request::Parts| {
        listed.iter().any(|known| origin == known) || patterns.is_match(origin.as_bytes())
    };
    tower_http::cors::CorsLayer::new()
        .allow_origin(tower_http::cors::AllowOrigin::predicate(allows))
        .allow_credentials(true)
        .allow_methods(["GET", "HEAD", "POST", "PUT"].map(|name| name.parse::<http::Method>().expect("it is one")))
}
