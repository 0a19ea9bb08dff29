use tower_http::cors::{Any, CorsLayer};

pub fn build_router(state: SharedState) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(Any) // any origin
        .allow_methods(Any)
        .allow_headers(Any)
        .max_age(Duration::from_secs(3600));

    Router::new().route("/health", get(health)).layer(cors)
}
