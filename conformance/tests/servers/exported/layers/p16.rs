// Written by `crosscheck export tower-http`.

/// For `/a` and what is below it, but for what has one of its own.
pub fn cors_0() -> tower_http::cors::CorsLayer {
    tower_http::cors::CorsLayer::new()
        .allow_origin(["https://ab.example"].map(|name| name.parse::<http::HeaderValue>().expect("it is one")))
        .allow_methods(["GET", "HEAD", "POST"].map(|name| name.parse::<http::Method>().expect("it is one")))
}

/// For `/b/c` and what is below it, but for what has one of its own.
pub fn cors_1() -> tower_http::cors::CorsLayer {
    tower_http::cors::CorsLayer::new()
        .allow_origin(["https://ab.example"].map(|name| name.parse::<http::HeaderValue>().expect("it is one")))
        .allow_methods(["GET", "HEAD", "POST"].map(|name| name.parse::<http::Method>().expect("it is one")))
}

/// For `/a/d` and what is below it, but for what has one of its own.
pub fn cors_2() -> tower_http::cors::CorsLayer {
    tower_http::cors::CorsLayer::new()
        .allow_origin(["https://ad.example"].map(|name| name.parse::<http::HeaderValue>().expect("it is one")))
        .allow_methods(["GET", "HEAD", "POST"].map(|name| name.parse::<http::Method>().expect("it is one")))
}

/// For `/a/d/e/f` and what is below it, but for what has one of its own.
pub fn cors_3() -> tower_http::cors::CorsLayer {
    tower_http::cors::CorsLayer::new()
        .allow_origin(["https://adef.example"].map(|name| name.parse::<http::HeaderValue>().expect("it is one")))
        .allow_methods(["GET", "HEAD", "POST"].map(|name| name.parse::<http::Method>().expect("it is one")))
}

/// For `/Files` and what is below it, but for what has one of its own.
pub fn cors_4() -> tower_http::cors::CorsLayer {
    tower_http::cors::CorsLayer::new()
        .allow_origin(["https://files.example"].map(|name| name.parse::<http::HeaderValue>().expect("it is one")))
        .allow_methods(["GET", "HEAD", "POST"].map(|name| name.parse::<http::Method>().expect("it is one")))
}
