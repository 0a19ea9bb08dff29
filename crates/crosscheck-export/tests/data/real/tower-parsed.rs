use tower_http::cors::CorsLayer;
pub async fn run(cfg: Config) -> Result<()> {
    let cors = CorsLayer::new()
        .allow_origin(
            cfg.cors_origin
                .parse::<HeaderValue>()
                .with_context(|| format!("invalid API_CORS_ORIGIN `{}`", cfg.cors_origin))?,
        )
        .allow_methods([Method::GET]);
    let app = Router::new().route("/health", get(health)).layer(cors);
    Ok(())
}
