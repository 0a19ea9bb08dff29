//! The same policy with tower-http's layer and with this one, as the documentation shows both.
//!
//! ```console
//! $ cargo run -p crosscheck-tower --example coming_from_tower_http
//! ```

use std::error::Error;
use std::time::Duration;

use axum::Router;
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use crosscheck_tower::Config;
use crosscheck_tower::Policy;

fn before(app: Router) -> Router {
    use tower_http::cors::CorsLayer;

    let layer = CorsLayer::new()
        .allow_origin(["https://app.example.com".parse().unwrap()])
        .allow_methods([Method::GET, Method::PUT])
        .allow_headers([CONTENT_TYPE])
        .allow_credentials(true)
        .max_age(Duration::from_secs(600));
    app.layer(layer)
}

fn after(app: Router) -> Result<Router, Box<dyn Error>> {
    use crosscheck_tower::CorsLayer;

    let config = Config {
        origins: vec!["https://app.example.com".into()],
        methods: vec!["PUT".into()],
        request_headers: vec!["content-type".into()],
        credentials: true,
        max_age: Some(600),
        ..Config::default()
    };
    let app = app.layer(CorsLayer::new(Policy::new(&config)?));
    Ok(app)
}

fn main() -> Result<(), Box<dyn Error>> {
    let app = || Router::new().route("/", get(async || "read"));
    drop((before(app()), after(app())?));
    Ok(())
}
