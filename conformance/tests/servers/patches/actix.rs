{
let cors = Cors::default()
    .supports_credentials()
    .allowed_methods(["GET", "HEAD", "POST", "DELETE"])
    .allowed_headers(["x-token", "content-type"])
    .expose_headers(["x-total"])
    .allowed_origin("https://app.example");
App::new().wrap(cors)
}
