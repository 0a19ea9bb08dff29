// Written by `crosscheck export tower-http`.

/// For `/` and what is below it, but for what has one of its own.
pub fn cors_0() -> tower_http::cors::CorsLayer {
    tower_http::cors::CorsLayer::new()
        .allow_origin(["https://app.example"].map(|name| name.parse::<http::HeaderValue>().expect("it is one")))
        .allow_credentials(true)
        .allow_methods(["GET", "HEAD", "POST", "PUT", "DELETE", "patch"].map(|name| name.parse::<http::Method>().expect("it is one")))
        .allow_headers(["authorization", "content-type", "x-token"].map(|name| name.parse::<http::HeaderName>().expect("it is one")))
        .expose_headers(["etag", "x-total"].map(|name| name.parse::<http::HeaderName>().expect("it is one")))
        .max_age(std::time::Duration::from_secs(600))
}
