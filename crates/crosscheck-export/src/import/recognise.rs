//! Whose configuration a text is.

use crate::Server;

/// The server that a text was written for, if its first words tell.
pub(crate) fn server_of(text: &str) -> Option<Server> {
    let has = |word: &str| text.contains(word);
    let marks = MARKS.iter().find(|(all, _)| all.iter().all(|word| has(word)));
    marks.map(|(_, server)| *server)
}

/// What only stands in the configurations of one: the first row that is in a text tells.
const MARKS: &[(&[&str], Server)] = &[
    (&["crosscheck export nginx"], Server::Nginx),
    (&["crosscheck export caddy"], Server::Caddy),
    (&["crosscheck export haproxy"], Server::Haproxy),
    (&["nginx.ingress.kubernetes.io/"], Server::IngressNginx),
    (&["networking.istio.io/"], Server::Istio),
    (&["gateway.networking.k8s.io/"], Server::GatewayApi),
    (&["HTTPCORSFilter"], Server::GatewayApi),
    (&["envoy.filters.http.cors"], Server::Envoy),
    (&["allow_origin_string_match"], Server::Envoy),
    (&["accessControlAllow"], Server::Traefik),
    (&["headers.accesscontrolallow"], Server::Traefik),
    (&["AWS::ApiGatewayV2"], Server::ApiGateway),
    (&["AllowOrigins", "CorsConfiguration"], Server::ApiGateway),
    (&["x-amazon-apigateway-cors"], Server::ApiGateway),
    (&["responseHeader", "maxAgeSeconds"], Server::Gcs),
    (&["enableCors("], Server::NestJs),
    (&["@fastify/cors"], Server::Fastify),
    (&["hono/cors"], Server::Hono),
    (&["github.com/rs/cors"], Server::RsCors),
    (&["cors.Options{"], Server::RsCors),
    (&["@CrossOrigin"], Server::Spring),
    (&["addCorsMappings"], Server::Spring),
    (&["new CorsConfiguration"], Server::Spring),
    (&["setAllowedOrigin"], Server::Spring),
    (&["AllowedOrigins", "AllowedMethods"], Server::S3),
    (&["AllowedOrigin", "AllowedMethod", "CORSRule"], Server::S3),
    (&["CORS_ALLOWED_ORIGIN"], Server::Django),
    (&["CORS_ALLOW_ALL_ORIGINS"], Server::Django),
    (&["CORS_ORIGIN_"], Server::Django),
    (&["corsheaders"], Server::Django),
    (&["flask_cors"], Server::Flask),
    (&["cross_origin("], Server::Flask),
    (&["CORSMiddleware", "fastapi"], Server::FastApi),
    (&["CORSMiddleware"], Server::Starlette),
    (&["CorsLayer"], Server::Axum),
    (&["require('cors')"], Server::Express),
    (&["require(\"cors\")"], Server::Express),
    (&["from 'cors'"], Server::Express),
    (&["from \"cors\""], Server::Express),
    (&["app.use(cors("], Server::Express),
    (&["http-request", "http-response"], Server::Haproxy),
    (&["http-after-response"], Server::Haproxy),
    (&["http-response set-header"], Server::Haproxy),
    (&["http-response add-header"], Server::Haproxy),
    (&["rspadd"], Server::Haproxy),
    (&["SetEnvIf"], Server::Apache),
    (&["Header always"], Server::Apache),
    (&["Header set"], Server::Apache),
    (&["Header add"], Server::Apache),
    (&["Header merge"], Server::Apache),
    (&["Header onsuccess"], Server::Apache),
    (&["add_header "], Server::Nginx),
    (&["more_set_headers "], Server::Nginx),
    (&["reverse_proxy"], Server::Caddy),
    (&["header Access-Control"], Server::Caddy),
    (&["header {"], Server::Caddy),
    (&["header @"], Server::Caddy),
    (&["file_server"], Server::Caddy),
];
