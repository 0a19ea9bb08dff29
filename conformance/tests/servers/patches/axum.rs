{
let cors = CorsLayer::new()
    .allow_credentials(true)
    .allow_methods(["GET", "HEAD", "POST", "DELETE"].map(|name| name.parse::<Method>().expect("a constant")))
    .allow_headers(["x-token", "content-type"].map(|name| name.parse::<HeaderName>().expect("a constant")))
    .expose_headers(["x-total"].map(|name| name.parse::<HeaderName>().expect("a constant")))
    .allow_origin(["https://app.example"].map(|name| name.parse::<HeaderValue>().expect("a constant")));
let app = app.layer(cors);
app
}
