// Written by `crosscheck export tower-http`.

/// For `/public` and what is below it, but for what has one of its own.
pub fn cors_0() -> tower_http::cors::CorsLayer {
    tower_http::cors::CorsLayer::new()
        .allow_origin(tower_http::cors::Any)
        .allow_methods(["GET", "HEAD", "POST"].map(|name| name.parse::<http::Method>().expect("it is one")))
        .expose_headers(["x-total"].map(|name| name.parse::<http::HeaderName>().expect("it is one")))
}

/// For `/api` and what is below it, but for what has one of its own.
pub fn cors_1() -> tower_http::cors::CorsLayer {
    tower_http::cors::CorsLayer::new()
        .allow_origin(["https://app.example"].map(|name| name.parse::<http::HeaderValue>().expect("it is one")))
        .allow_credentials(true)
        .allow_methods(["GET", "HEAD", "POST", "PUT", "DELETE"].map(|name| name.parse::<http::Method>().expect("it is one")))
        .allow_headers(["content-type"].map(|name| name.parse::<http::HeaderName>().expect("it is one")))
        .max_age(std::time::Duration::from_secs(300))
}
