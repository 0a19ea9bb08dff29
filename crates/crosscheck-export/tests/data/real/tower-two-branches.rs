use tower_http::cors::{Any, CorsLayer};
fn app(allowed_origins: Vec<String>) -> Router {
    let cors = if allowed_origins.is_empty() {
        CorsLayer::new()
            .allow_origin(Any)
            .allow_methods(Any)
            .allow_headers(Any)
    } else {
        CorsLayer::new()
            .allow_origin(Any) // WebSocket connections handle origin separately
            .allow_methods(Any)
            .allow_headers(Any)
    };
    Router::new().route("/ws", get(ws_handler)).layer(cors)
}
