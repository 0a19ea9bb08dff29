//! The servers and frameworks that are known, by name.

macro_rules! servers {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $title:literal, $proof:ident;)+) => {
        /// A server or a framework.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Server {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Server {
            /// Every one, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name on a command line: `nginx`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The name for people: `Go (rs/cors)`.
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$variant => $title,)+
                }
            }

            /// How far its patches are proven.
            pub const fn proof(self) -> Proof {
                match self {
                    $(Self::$variant => Proof::$proof,)+
                }
            }
        }
    };
}

servers! {
    /// nginx 1.9 and later, and what speaks its language.
    Nginx = "nginx", "nginx", Run;
    /// Apache HTTP Server 2.4.
    Apache = "apache", "Apache", Run;
    /// Caddy 2.
    Caddy = "caddy", "Caddy", Run;
    /// HAProxy 2.2 and later.
    Haproxy = "haproxy", "HAProxy", Run;
    /// Envoy.
    Envoy = "envoy", "Envoy", Run;
    /// Our own gateway.
    Crosscheck = "crosscheck", "crosscheck", Run;
    /// Express, with the package `cors`.
    Express = "express", "Express (cors)", Run;
    /// FastAPI.
    FastApi = "fastapi", "FastAPI", Run;
    /// Starlette.
    Starlette = "starlette", "Starlette", Run;
    /// Django, with `django-cors-headers`.
    Django = "django", "Django (django-cors-headers)", Run;
    /// Flask, with `Flask-CORS`.
    Flask = "flask", "Flask (Flask-CORS)", Run;
    /// Spring, with Spring Security or without.
    Spring = "spring", "Spring", Run;
    /// ASP.NET Core.
    AspNet = "aspnet", "ASP.NET Core", Unrun;
    /// Rails, with `rack-cors`.
    Rails = "rails", "Rails (rack-cors)", Run;
    /// Go, with `github.com/rs/cors`.
    Go = "go", "Go (rs/cors)", Run;
    /// axum, with `tower-http`.
    Axum = "axum", "axum (tower-http)", Run;
    /// actix-web, with `actix-cors`.
    Actix = "actix", "actix-web (actix-cors)", Run;
    /// Amazon S3 and what speaks its language.
    S3 = "s3", "Amazon S3", Unrun;
    /// ingress-nginx of Kubernetes.
    IngressNginx = "ingress-nginx", "ingress-nginx", Unrun;
    /// An HTTPRoute of the Kubernetes Gateway API.
    GatewayApi = "gateway-api", "Gateway API (HTTPRoute)", Unrun;
    /// Traefik.
    Traefik = "traefik", "Traefik", Unrun;
    /// Kong.
    Kong = "kong", "Kong", Unrun;
    /// Istio.
    Istio = "istio", "Istio (VirtualService)", Unrun;
    /// PHP without a framework.
    Php = "php", "PHP", Run;
    /// Next.js.
    NextJs = "nextjs", "Next.js", Run;
    /// NestJS.
    NestJs = "nestjs", "NestJS", Run;
    /// Hono.
    Hono = "hono", "Hono", Run;
    /// Fastify, with `@fastify/cors`.
    Fastify = "fastify", "Fastify (@fastify/cors)", Run;
    /// Vite's development server, by its proxy.
    Vite = "vite", "Vite (its proxy)", Unrun;
    /// Amazon CloudFront.
    CloudFront = "cloudfront", "CloudFront", Unrun;
    /// A Worker of Cloudflare.
    Cloudflare = "cloudflare", "Cloudflare (Worker)", Unrun;
    /// Cloudflare R2.
    R2 = "r2", "Cloudflare R2", Unrun;
    /// Google Cloud Storage.
    Gcs = "gcs", "Google Cloud Storage", Unrun;
    /// MinIO.
    MinIo = "minio", "MinIO", Unrun;
}

/// How far a server's patches are proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "it was done or not")]
pub enum Proof {
    /// They were applied to it, and browsers or every engine read its answers.
    Run,
    /// They were written by its documentation.
    Unrun,
}

/// What people call them, too: letters and digits only.
const OTHER_NAMES: &[(&str, Server)] = &[
    ("openresty", Server::Nginx),
    ("httpd", Server::Apache),
    ("apache2", Server::Apache),
    ("envoyproxy", Server::Envoy),
    ("node", Server::Express),
    ("nodejs", Server::Express),
    ("expressjs", Server::Express),
    ("springboot", Server::Spring),
    ("aspnetcore", Server::AspNet),
    ("dotnet", Server::AspNet),
    ("rubyonrails", Server::Rails),
    ("rackcors", Server::Rails),
    ("golang", Server::Go),
    ("rscors", Server::Go),
    ("towerhttp", Server::Axum),
    ("actixweb", Server::Actix),
    ("amazons3", Server::S3),
    ("awss3", Server::S3),
    ("ingress", Server::IngressNginx),
    ("nginxingress", Server::IngressNginx),
    ("httproute", Server::GatewayApi),
    ("kubernetesgatewayapi", Server::GatewayApi),
    ("next", Server::NextJs),
    ("nest", Server::NestJs),
    ("vitejs", Server::Vite),
    ("awscloudfront", Server::CloudFront),
    ("cloudflareworker", Server::Cloudflare),
    ("cloudflareworkers", Server::Cloudflare),
    ("cloudflarer2", Server::R2),
    ("gs", Server::Gcs),
    ("googlecloudstorage", Server::Gcs),
];

impl Server {
    /// The one with that name or another that people use, whatever its capitals, dots and dashes.
    pub fn named(name: &str) -> Option<Self> {
        let plain = |name: &str| -> String {
            let letters = name.chars().filter(char::is_ascii_alphanumeric);
            letters.map(|letter| letter.to_ascii_lowercase()).collect()
        };
        let wanted = plain(name);
        let by_name = Self::ALL.iter().copied().find(|server| plain(server.name()) == wanted);
        by_name.or_else(|| {
            let other = OTHER_NAMES.iter().find(|(other, _)| *other == wanted);
            other.map(|(_, server)| *server)
        })
    }

    /// The one that an answer's headers tell of (`Server: nginx/1.22.1`), if it is known.
    pub fn told_by(header_name: &str, value: &str) -> Option<Self> {
        let value = value.to_ascii_lowercase();
        let known: &[(&str, Self)] = match header_name.to_ascii_lowercase().as_str() {
            "server" => &[
                ("nginx", Self::Nginx),
                ("openresty", Self::Nginx),
                ("apache", Self::Apache),
                ("caddy", Self::Caddy),
                ("envoy", Self::Envoy),
                ("istio-envoy", Self::Istio),
                ("kong", Self::Kong),
                ("cloudfront", Self::CloudFront),
                ("cloudflare", Self::Cloudflare),
                ("uploadserver", Self::Gcs),
                ("minio", Self::MinIo),
                ("kestrel", Self::AspNet),
                ("uvicorn", Self::Starlette),
                ("werkzeug", Self::Flask),
                ("wsgiserver", Self::Django),
                ("amazons3", Self::S3),
                ("puma", Self::Rails),
            ],
            "x-powered-by" => &[
                ("express", Self::Express),
                ("next.js", Self::NextJs),
                ("php", Self::Php),
                ("asp.net", Self::AspNet),
                ("phusion passenger", Self::Rails),
            ],
            "via" if value.contains("kong/") => return Some(Self::Kong),
            "via" if value.contains("(cloudfront)") => return Some(Self::CloudFront),
            "x-kong-request-id" | "x-kong-upstream-latency" | "x-kong-proxy-latency" => {
                return Some(Self::Kong);
            }
            "x-nextjs-cache" => return Some(Self::NextJs),
            "cf-ray" => return Some(Self::Cloudflare),
            "x-amz-cf-id" => return Some(Self::CloudFront),
            "x-goog-generation" | "x-guploader-uploadid" => return Some(Self::Gcs),
            "x-minio-deployment-id" => return Some(Self::MinIo),
            "x-amz-request-id" => return Some(Self::S3),
            _ => return None,
        };
        known.iter().find(|(start, _)| value.starts_with(start)).map(|(_, server)| *server)
    }
}

#[cfg(test)]
mod tests {
    use super::Server;

    #[test]
    fn a_server_is_known_by_its_name_and_by_its_answers() {
        for server in Server::ALL {
            assert_eq!(Server::named(server.name()), Some(*server));
        }
        assert_eq!(Server::named("NGINX"), Some(Server::Nginx));
        for (name, server) in super::OTHER_NAMES {
            assert_eq!(Server::named(name), Some(*server), "{name}");
        }
        for (name, server) in [
            ("Next.js", Server::NextJs),
            ("ASP.NET Core", Server::AspNet),
            ("gateway_api", Server::GatewayApi),
        ] {
            assert_eq!(Server::named(name), Some(server));
        }
        assert_eq!(Server::named("iis"), None);
        assert_eq!(Server::told_by("Server", "nginx/1.22.1"), Some(Server::Nginx));
        assert_eq!(Server::told_by("x-powered-by", "Express"), Some(Server::Express));
        assert_eq!(Server::told_by("server", "istio-envoy"), Some(Server::Istio));
        assert_eq!(Server::told_by("Via", "1.1 kong/3.9.1"), Some(Server::Kong));
        assert_eq!(
            Server::told_by("via", "1.1 abc.cloudfront.net (CloudFront)"),
            Some(Server::CloudFront)
        );
        assert_eq!(Server::told_by("X-Powered-By", "PHP/8.2.29"), Some(Server::Php));
        assert_eq!(Server::told_by("server", "gws"), None);
        assert_eq!(Server::told_by("content-type", "nginx"), None);
    }
}
