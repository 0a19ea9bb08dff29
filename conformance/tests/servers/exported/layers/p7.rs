// Written by `crosscheck export tower-http`.

/// For `/` and what is below it, but for what has one of its own.
pub fn cors_0() -> tower_http::cors::CorsLayer {
    tower_http::cors::CorsLayer::new()
        .allow_origin(tower_http::cors::AllowOrigin::mirror_request())
        .allow_credentials(true)
        .allow_methods(["GET", "HEAD", "POST", "PUT"].map(|name| name.parse::<http::Method>().expect("it is one")))
}
