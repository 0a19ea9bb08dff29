pub async fn run(cfg: Config) -> Result<()> {
    let cors = CorsLayer::new()
        .allow_origin(
            cfg.cors_origin
                .parse::<HeaderValue>()
                .with_context(|| format!("invalid origin `{}`", cfg.cors_origin))?,
        )
        .allow_methods([Method::GET]);
    let app = Router::new().route("/trades", get(trades)).layer(cors);
    Ok(())
}
