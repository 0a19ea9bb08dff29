//! `Cross-Origin-Resource-Policy`, by server.

use super::patch::Fix;
use crate::server::Server;

/// One header on every answer, for all who embed it.
pub(super) fn embed(server: Server) -> Fix {
    const HEADER: &str = "Cross-Origin-Resource-Policy";
    let (place, text) = match server {
        Server::Nginx => ("in the location", format!("add_header {HEADER} cross-origin always;")),
        Server::Apache => {
            ("in the virtual host", format!("Header always set {HEADER} cross-origin"))
        }
        Server::Caddy => ("in the site", format!("header {HEADER} cross-origin")),
        Server::Haproxy => {
            ("in the frontend", format!("http-after-response set-header {HEADER} cross-origin"))
        }
        Server::Envoy => (
            "in the virtual host",
            format!(
                "response_headers_to_add:\n- header: {{ key: {HEADER}, value: cross-origin }}\n  \
                 append_action: OVERWRITE_IF_EXISTS_OR_ADD"
            ),
        ),
        Server::Crosscheck => ("under [cors]", "resource_policy = \"cross-origin\"".into()),
        Server::Express => (
            "before the routes",
            format!(
                "app.use((request, response, next) => {{\n  response.set(\"{HEADER}\", \
                 \"cross-origin\");\n  next();\n}});"
            ),
        ),
        Server::FastApi | Server::Starlette => (
            "where a response is made",
            format!("response.headers[\"{HEADER}\"] = \"cross-origin\""),
        ),
        Server::Django => ("in the view", format!("response[\"{HEADER}\"] = \"cross-origin\"")),
        Server::Flask => (
            "beside the routes",
            format!(
                "@app.after_request\ndef share(response):\n    response.headers[\"{HEADER}\"] = \
                 \"cross-origin\"\n    return response"
            ),
        ),
        Server::Spring => {
            ("in the controller", format!("response.setHeader(\"{HEADER}\", \"cross-origin\");"))
        }
        Server::AspNet => (
            "before the endpoints",
            format!(
                "app.Use((context, next) =>\n{{\n    context.Response.Headers[\"{HEADER}\"] = \
                 \"cross-origin\";\n    return next();\n}});"
            ),
        ),
        Server::Iis => (
            "in web.config, inside <system.webServer>",
            format!(
                "<httpProtocol>\n  <customHeaders>\n    <add name=\"{HEADER}\" value=\"cross-origin\" />\n  \
                 </customHeaders>\n</httpProtocol>"
            ),
        ),
        Server::Rails => {
            ("in the controller", format!("response.headers[\"{HEADER}\"] = \"cross-origin\""))
        }
        Server::Go | Server::RsCors | Server::Jub0bs => {
            ("in the handler", format!("w.Header().Set(\"{HEADER}\", \"cross-origin\")"))
        }
        Server::Axum | Server::TowerHttp => (
            "on the router",
            "let app = app.layer(SetResponseHeaderLayer::overriding(\n    \
             HeaderName::from_static(\"cross-origin-resource-policy\"),\n    \
             HeaderValue::from_static(\"cross-origin\"),\n));"
                .into(),
        ),
        Server::Actix => (
            "on the app",
            format!(".wrap(DefaultHeaders::new().add((\"{HEADER}\", \"cross-origin\")))"),
        ),
        Server::IngressNginx => (
            "in the Ingress, where snippets are allowed",
            format!(
                "metadata:\n  annotations:\n    nginx.ingress.kubernetes.io/configuration-snippet: |\n      \
                 more_set_headers \"{HEADER}: cross-origin\";"
            ),
        ),
        Server::GatewayApi => (
            "in the rule of the HTTPRoute",
            format!(
                "  filters:\n  - type: ResponseHeaderModifier\n    responseHeaderModifier:\n      set:\n      \
                 - name: {HEADER}\n        value: cross-origin"
            ),
        ),
        Server::Traefik => (
            "in a middleware",
            format!("headers:\n  customResponseHeaders:\n    {HEADER}: cross-origin"),
        ),
        Server::Apisix => (
            "in the route",
            format!(
                "plugins:\n  response-rewrite:\n    headers:\n      set:\n        {HEADER}: cross-origin"
            ),
        ),
        Server::ApiGateway => (
            "in the integration of the route, as an AWS::ApiGatewayV2::Integration",
            format!(
                "ResponseParameters:\n  \"200\":\n    ResponseParameters:\n    - Destination: \
                 overwrite:header.{HEADER}\n      Source: cross-origin"
            ),
        ),
        Server::Laravel => (
            "where a response is made",
            format!("$response->headers->set('{HEADER}', 'cross-origin');"),
        ),
        Server::Vercel => (
            "in vercel.json",
            format!(
                "  \"headers\": [\n    {{\n      \"source\": \"/(.*)\",\n      \"headers\": [{{ \"key\": \
                 \"{HEADER}\", \"value\": \"cross-origin\" }}]\n    }}\n  ]"
            ),
        ),
        Server::Netlify | Server::CloudflarePages => (
            "in _headers, in the folder that is published",
            format!("/*\n  {HEADER}: cross-origin"),
        ),
        Server::StaticWebApps => (
            "in staticwebapp.config.json",
            format!("\"globalHeaders\": {{\n  \"{HEADER}\": \"cross-origin\"\n}}"),
        ),
        Server::AppService => {
            return only(
                "App Service itself cannot send this header: set it in the application, or by a rule of Front Door before it",
            );
        }
        Server::Azure => {
            return only(
                "Azure Storage cannot send this header: set it by a rule of Front Door before it",
            );
        }
        Server::Kong => (
            "in the service or route",
            format!(
                "plugins:\n- name: response-transformer\n  config:\n    add:\n      headers: [\"{HEADER}: \
                 cross-origin\"]"
            ),
        ),
        Server::Istio => (
            "in the http route of the VirtualService",
            format!(
                "    headers:\n      response:\n        set:\n          {HEADER}: cross-origin"
            ),
        ),
        Server::Php => (
            "at the top of the script, after <?php",
            format!("header(\"{HEADER}: cross-origin\");"),
        ),
        Server::NextJs => (
            "in next.config.js",
            format!(
                "  async headers() {{\n    return [{{\n      source: \"/:path*\",\n      headers: [{{ key: \
                 \"{HEADER}\", value: \"cross-origin\" }}],\n    }}];\n  }},"
            ),
        ),
        Server::NestJs => (
            "in main.ts, before app.listen",
            format!(
                "app.use((request, response, next) => {{\n  response.setHeader(\"{HEADER}\", \
                 \"cross-origin\");\n  next();\n}});"
            ),
        ),
        Server::Hono => (
            "before the routes",
            format!(
                "app.use(\"*\", async (context, next) => {{\n  await next();\n  \
                 context.header(\"{HEADER}\", \"cross-origin\");\n}});"
            ),
        ),
        Server::Fastify => (
            "before the routes",
            format!(
                "app.addHook(\"onSend\", async (request, reply) => {{\n  reply.header(\"{HEADER}\", \
                 \"cross-origin\");\n}});"
            ),
        ),
        Server::Vite => (
            "in defineConfig({ }) of vite.config.js",
            format!("  server: {{ headers: {{ \"{HEADER}\": \"cross-origin\" }} }},"),
        ),
        Server::CloudFront => (
            "in the behavior's response headers policy",
            format!(
                "\"CustomHeadersConfig\": {{\n  \"Quantity\": 1,\n  \"Items\": [\n    {{ \"Header\": \
                 \"{HEADER}\", \"Value\": \"cross-origin\", \"Override\": true }}\n  ]\n}}"
            ),
        ),
        Server::Cloudflare => (
            "as a Transform Rule that modifies the response header",
            format!("set static: {HEADER} = cross-origin"),
        ),
        Server::S3 => {
            return only(
                "S3 itself cannot send this header: set it in CloudFront's response headers policy",
            );
        }
        Server::R2 => {
            return only(
                "R2 itself cannot send this header: set it by a Transform Rule on its custom domain",
            );
        }
        Server::Gcs => {
            return only(
                "it cannot send this header: set it on the backend bucket of a load balancer in front",
            );
        }
        Server::MinIo => {
            return only("MinIO cannot send this header: set it on the proxy in front of it");
        }
    };
    Fix { run_by: run_by(server), ..Fix::of(&[(place, text + "\n")], &[]) }
}

fn only(note: &str) -> Fix {
    Fix::of(&[], &[note])
}

/// What such a patch was run by: those that go where the patch for CORS goes were.
const fn run_by(server: Server) -> Option<&'static str> {
    match server {
        Server::Nginx
        | Server::Apache
        | Server::Caddy
        | Server::Haproxy
        | Server::Envoy
        | Server::Crosscheck
        | Server::Express
        | Server::Flask
        | Server::Php
        | Server::Hono
        | Server::Fastify
        | Server::NestJs => server.run_by(),
        _ => None,
    }
}
