use tower_http::cors::{Any, CorsLayer};

fn app() -> Router {
    Router::new().layer(CorsLayer::new().allow_origin(Any).allow_methods(Any).allow_headers(Any))
}
