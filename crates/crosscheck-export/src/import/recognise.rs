//! Whose configuration a text is.

use crate::Server;

/// The server that a text was written for, if its first words tell.
pub(crate) fn server_of(text: &str) -> Option<Server> {
    let has = |word: &str| text.contains(word);
    let marks = MARKS.iter().find(|(all, _)| all.iter().all(|word| has(word)));
    marks.map(|(_, server)| *server).or_else(|| has_blocks_of_nginx(text).then_some(Server::Nginx))
}

/// Whether a text without any header is nginx's all the same: by its blocks, or by files that it includes.
fn has_blocks_of_nginx(text: &str) -> bool {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let spaced: Vec<String> = lines.map(|line| line.replace('{', " { ")).collect();
    let words: Vec<&str> = spaced.iter().flat_map(|line| line.split_whitespace()).collect();
    let is_name = |word: &str| !word.contains(['(', '\'', '"', '<', '=']);
    words.windows(2).any(|pair| match pair {
        ["server" | "http" | "events", "{"] => true,
        ["include", file] => file.strip_suffix(';').is_some_and(is_name),
        _ => false,
    })
}

/// What only stands in the configurations of one: the first row that is in a text tells.
const MARKS: &[(&[&str], Server)] = &[
    // Types of resources, in Terraform and in templates.
    (&["aws_apigatewayv2_api", "cors_configuration"], Server::ApiGateway),
    (&["terraform-aws-modules/apigateway-v2/", "cors_configuration"], Server::ApiGateway),
    (&["aws_lambda_function_url", "allow_origins"], Server::ApiGateway),
    (&["AWS::Lambda::Url", "AllowOrigins"], Server::ApiGateway),
    (&["FunctionUrlConfig", "AllowOrigins"], Server::ApiGateway),
    (&["aws_s3_bucket", "cors_rule"], Server::S3),
    (&["terraform-aws-modules/s3-bucket/", "cors_rule"], Server::S3),
    (&["digitalocean_spaces_bucket", "cors_rule"], Server::S3),
    (&["linode_object_storage_bucket", "cors_rule"], Server::S3),
    (&["scaleway_object_bucket", "cors_rule"], Server::S3),
    (&["google_storage_bucket", "cors"], Server::Gcs),
    (&["azurerm_storage_account", "cors_rule"], Server::Azure),
    (&["azurerm_", "site_config", "cors"], Server::AppService),
    (&["aws_cloudfront_response_headers_policy", "cors_config"], Server::CloudFront),
    (&["AWS::CloudFront::ResponseHeadersPolicy", "CorsConfig"], Server::CloudFront),
    (&["AccessControlAllowOrigins", "OriginOverride"], Server::CloudFront),
    (&["crosscheck export nginx"], Server::Nginx),
    (&["crosscheck export caddy"], Server::Caddy),
    (&["crosscheck export haproxy"], Server::Haproxy),
    (&["! Access-Control-Allow-Origin"], Server::CloudflarePages),
    (&["! access-control-allow-origin"], Server::CloudflarePages),
    (&["[headers.values]"], Server::Netlify),
    (&["/*\n  Access-Control-"], Server::Netlify),
    (&["crosscheck export netlify"], Server::Netlify),
    (&["\"globalHeaders\""], Server::StaticWebApps),
    (&["\"routes\"", "\"route\"", "Access-Control-Allow-Origin"], Server::StaticWebApps),
    (&["\"headers\"", "\"source\"", "\"key\"", "\"value\""], Server::Vercel),
    (&["nginx.ingress.kubernetes.io/"], Server::IngressNginx),
    (&["EnvoyFilter", "allow_origin_string_match"], Server::Envoy),
    (&["networking.istio.io/"], Server::Istio),
    (&["gateway.networking.k8s.io/"], Server::GatewayApi),
    (&["HTTPCORSFilter"], Server::GatewayApi),
    (&["envoy.filters.http.cors"], Server::Envoy),
    (&["allow_origin_string_match"], Server::Envoy),
    (&["Microsoft.Web/sites", "allowedOrigins"], Server::AppService),
    (&["supportCredentials", "allowedOrigins"], Server::AppService),
    (&["corsPolicy:", "allowOrigin"], Server::Istio),
    (&["accessControlAllow"], Server::Traefik),
    (&["headers.accesscontrolallow"], Server::Traefik),
    (&["_format_version"], Server::Kong),
    (&["KongPlugin", "plugin: cors"], Server::Kong),
    (&["preflight_continue"], Server::Kong),
    (&["allow_origins_by_regex"], Server::Apisix),
    (&["plugins:", "allow_origins"], Server::Apisix),
    (&["\"plugins\"", "allow_origins"], Server::Apisix),
    (&["httpApi:", "cors:"], Server::ApiGateway),
    (&["AWS::ApiGatewayV2"], Server::ApiGateway),
    (&["AllowOrigins", "CorsConfiguration"], Server::ApiGateway),
    (&["x-amazon-apigateway-cors"], Server::ApiGateway),
    (&["responseHeader", "maxAgeSeconds"], Server::Gcs),
    (&["enableCors("], Server::NestJs),
    (&["@fastify/cors"], Server::Fastify),
    (&["hono/cors"], Server::Hono),
    (&["jub0bs/cors"], Server::Jub0bs),
    (&["github.com/rs/cors"], Server::RsCors),
    (&["cors.Options{"], Server::RsCors),
    (&["gorilla/handlers"], Server::Go),
    (&["handlers.AllowedOrigins("], Server::Go),
    (&["gin-contrib/cors"], Server::Go),
    (&["cors.New(cors.Config{"], Server::Go),
    (&["gofiber/fiber", "cors."], Server::Go),
    (&["middleware.CORSWithConfig("], Server::Go),
    (&["labstack/echo", "middleware.CORS("], Server::Go),
    (&["@CrossOrigin"], Server::Spring),
    (&["addCorsMappings"], Server::Spring),
    (&["new CorsConfiguration"], Server::Spring),
    (&["setAllowedOrigin"], Server::Spring),
    (&["corsRules"], Server::Azure),
    (&["axAgeInSeconds", "llowedOrigins"], Server::Azure),
    (&["AllowedOrigins", "AllowedMethods"], Server::S3),
    (&["AllowedOrigin", "AllowedMethod", "CORSRule"], Server::S3),
    (&["Rack::Cors"], Server::Rails),
    (&["<?php", "supports_credentials"], Server::Laravel),
    (&["'allowed_origins' =>"], Server::Laravel),
    (&["'supports_credentials' =>"], Server::Laravel),
    (&["WithOrigins("], Server::AspNet),
    (&["AllowAnyOrigin("], Server::AspNet),
    (&["AddCors("], Server::AspNet),
    (&["SetIsOriginAllowed("], Server::AspNet),
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
    // Below other code: variables of the environment are called so, too.
    (&["CORS_ALLOWED_ORIGIN"], Server::Django),
    (&["CORS_ALLOW_ALL_ORIGINS"], Server::Django),
    (&["CORS_ORIGIN_"], Server::Django),
    (&["corsheaders"], Server::Django),
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
    (&["server_name "], Server::Nginx),
    (&["proxy_pass "], Server::Nginx),
    (&["reverse_proxy"], Server::Caddy),
    (&["header Access-Control"], Server::Caddy),
    (&["header {"], Server::Caddy),
    (&["header @"], Server::Caddy),
    (&["file_server"], Server::Caddy),
];

#[cfg(test)]
mod tests {
    use super::server_of;
    use crate::Server;

    #[test]
    fn nginx_is_known_without_a_header() {
        for text in [
            "server {}",
            "server\n{\n}\n",
            "# all of it\nhttp{\n  include sites-enabled/*;\n}\n",
            "include /etc/nginx/conf.d/*.conf;\n",
            "events { worker_connections 64; }",
        ] {
            assert_eq!(server_of(text), Some(Server::Nginx), "{text}");
        }
        for text in
            ["", "hello", "#include <a.h>;", "<?php include 'a.php';", "# server {", "servers {"]
        {
            assert_eq!(server_of(text), None, "{text}");
        }
    }
}
