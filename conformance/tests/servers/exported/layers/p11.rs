// Written by `crosscheck export tower-http`.

/// For `/` and what is below it, but for what has one of its own.
pub fn cors_0() -> tower_http::cors::CorsLayer {
    let listed: &[&str] = &["capacitor://localhost"];
    let patterns = regex::bytes::Regex::new(
        r"^(?:moz-extension://(?:[a-z0-9_-]+(?:[.][a-z0-9_-]+)*|\[[0-9a-f:]+\])|http://192[.]168[.](?:[0-9]|[1-9][0-9]|1[0-1][0-9]|12[0-7])[.](?:[0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])(?::(?:[1-9]|[1-7][0-9]|8[1-9]|9[0-9]|[1-9][0-9][0-9]|[1-9][0-9][0-9][0-9]|[1-5][0-9][0-9][0-9][0-9]|6[0-4][0-9][0-9][0-9]|65[0-4][0-9][0-9]|655[0-2][0-9]|6553[0-5]))?)$",
    )
    .expect("it is one");
    let allows = move |origin: &http::HeaderValue, _: &http::request::Parts| {
        listed.iter().any(|known| origin == known) || patterns.is_match(origin.as_bytes())
    };
    tower_http::cors::CorsLayer::new()
        .allow_origin(tower_http::cors::AllowOrigin::predicate(allows))
        .allow_methods(["GET", "HEAD", "POST"].map(|name| name.parse::<http::Method>().expect("it is one")))
}
