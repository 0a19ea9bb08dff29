use tower_http::cors::{AllowOrigin, CorsLayer, Any};
fn init_router() -> Router {
    let cors = CorsLayer::new()
        .allow_origin(tower_http::cors::AllowOrigin::predicate(|origin, _| {
            let origin_bytes = origin.as_bytes();
            origin_bytes == b"https://pages.example" ||
            origin_bytes.starts_with(b"http://localhost:") ||
            origin_bytes.starts_with(b"http://127.0.0.1:")
        }))
        .allow_methods(Any)
        .allow_headers(Any);
    Router::new().layer(cors)
}
