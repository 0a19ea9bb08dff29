use axum::http::{HeaderValue, Method, header};
use tower_http::cors::CorsLayer;

pub fn router() -> Router {
    let origins = [
        "https://app.wood.example".parse::<HeaderValue>().unwrap(),
        HeaderValue::from_static("http://localhost:5173"),
    ];
    let cors = CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
        .expose_headers([HeaderName::from_static("x-total")])
        .allow_credentials(true)
        .max_age(Duration::from_secs(60 * 60));
    Router::new().layer(cors)
}
