// Written by `crosscheck export tower-http`.

/// For `/` and what is below it, but for what has one of its own.
pub fn cors_0() -> tower_http::cors::CorsLayer {
    tower_http::cors::CorsLayer::new()
        .allow_origin(["https://app.example"].map(|name| name.parse::<http::HeaderValue>().expect("it is one")))
        .allow_methods(["GET", "HEAD", "POST"].map(|name| name.parse::<http::Method>().expect("it is one")))
}

/// For `/public` and what is below it, but for what has one of its own.
pub fn cors_1() -> tower_http::cors::CorsLayer {
    tower_http::cors::CorsLayer::new()
        .allow_origin(tower_http::cors::Any)
        .allow_methods(["GET", "HEAD", "POST"].map(|name| name.parse::<http::Method>().expect("it is one")))
}
