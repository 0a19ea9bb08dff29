//! The servers and frameworks that are known, by name.

macro_rules! servers {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $title:literal, $run_by:expr;)+) => {
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

            /// The name for people: `Express (cors)`.
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$variant => $title,)+
                }
            }

            /// What its patches for CORS were run by, in tests: applied to it, and its answers read by real
            /// browsers, or by every engine over real HTTP. `None` if they were written by its documentation.
            pub(crate) const fn run_by(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => $run_by,)+
                }
            }
        }
    };
}

servers! {
    /// nginx 1.9 and later, and what speaks its language.
    Nginx = "nginx", "nginx", Some("nginx");
    /// Apache HTTP Server 2.4.
    Apache = "apache", "Apache", Some("Apache HTTP Server");
    /// Caddy 2.
    Caddy = "caddy", "Caddy", Some("Caddy");
    /// HAProxy 2.2 and later.
    Haproxy = "haproxy", "HAProxy", Some("HAProxy");
    /// Envoy.
    Envoy = "envoy", "Envoy", Some("Envoy");
    /// Our own gateway.
    Crosscheck = "crosscheck", "crosscheck", Some("crosscheck");
    /// Express, with the package `cors`.
    Express = "express", "Express (cors)", Some("Express on Node.js");
    /// FastAPI.
    FastApi = "fastapi", "FastAPI", Some("FastAPI on uvicorn");
    /// Starlette.
    Starlette = "starlette", "Starlette", Some("FastAPI on uvicorn");
    /// Django, with `django-cors-headers`.
    Django = "django", "Django (django-cors-headers)", Some("Django's own server");
    /// Flask, with `Flask-CORS`.
    Flask = "flask", "Flask (Flask-CORS)", Some("Flask's own server");
    /// Spring, with Spring Security or without.
    Spring = "spring", "Spring", Some("Spring 4.3 in Tomcat 9, without Spring Boot");
    /// ASP.NET Core.
    AspNet = "aspnet", "ASP.NET Core", None;
    /// Rails, with `rack-cors`.
    Rails = "rails", "Rails (rack-cors)", Some("Rails on Puma");
    /// Go: patches are for `github.com/rs/cors`, and what is read is for gorilla, gin, fiber or Echo.
    Go = "go", "Go", Some("Go's own server");
    /// The package `github.com/rs/cors` itself.
    RsCors = "rs-cors", "rs/cors", Some("Go's own server");
    /// The package `github.com/jub0bs/cors`.
    Jub0bs = "jub0bs", "jub0bs/cors", None;
    /// axum, with `tower-http`.
    Axum = "axum", "axum (tower-http)", Some("axum");
    /// The layer of tower-http itself.
    TowerHttp = "tower-http", "tower-http", Some("axum");
    /// actix-web, with `actix-cors`.
    Actix = "actix", "actix-web (actix-cors)", Some("actix-web");
    /// Amazon S3 and what speaks its language.
    S3 = "s3", "Amazon S3", None;
    /// ingress-nginx of Kubernetes.
    IngressNginx = "ingress-nginx", "ingress-nginx", None;
    /// An HTTPRoute of the Kubernetes Gateway API.
    GatewayApi = "gateway-api", "Gateway API (HTTPRoute)", None;
    /// Traefik.
    Traefik = "traefik", "Traefik", None;
    /// Kong.
    Kong = "kong", "Kong", None;
    /// Apache APISIX.
    Apisix = "apisix", "Apache APISIX", None;
    /// An HTTP API of Amazon API Gateway.
    ApiGateway = "api-gateway", "Amazon API Gateway", None;
    /// Istio.
    Istio = "istio", "Istio (VirtualService)", None;
    /// PHP without a framework.
    Php = "php", "PHP", Some("PHP's own server");
    /// Laravel.
    Laravel = "laravel", "Laravel", None;
    /// Next.js.
    NextJs = "nextjs", "Next.js", Some("Next.js 16, by next dev");
    /// NestJS.
    NestJs = "nestjs", "NestJS", Some("NestJS on Express");
    /// Hono.
    Hono = "hono", "Hono", Some("Hono on Node.js");
    /// Fastify, with `@fastify/cors`.
    Fastify = "fastify", "Fastify (@fastify/cors)", Some("Fastify on Node.js");
    /// Vite's development server, by its proxy.
    Vite = "vite", "Vite (its proxy)", Some("Vite's development server");
    /// Amazon CloudFront.
    CloudFront = "cloudfront", "CloudFront", None;
    /// A Worker of Cloudflare.
    Cloudflare = "cloudflare", "Cloudflare (Worker)", Some("workerd, without Cloudflare's network");
    /// Cloudflare R2.
    R2 = "r2", "Cloudflare R2", None;
    /// Google Cloud Storage.
    Gcs = "gcs", "Google Cloud Storage", None;
    /// Azure Storage.
    Azure = "azure", "Azure Storage", None;
    /// Azure App Service: the platform's CORS of web apps and functions.
    AppService = "app-service", "Azure App Service", None;
    /// MinIO.
    MinIo = "minio", "MinIO", None;
    /// Vercel, its `vercel.json`.
    Vercel = "vercel", "Vercel", None;
    /// Netlify, its `_headers`.
    Netlify = "netlify", "Netlify", None;
    /// Files at Cloudflare, their `_headers`: Pages, and Workers that serve files.
    CloudflarePages = "cloudflare-pages", "Cloudflare Pages", None;
    /// Azure Static Web Apps, their `staticwebapp.config.json`.
    StaticWebApps = "static-web-apps", "Azure Static Web Apps", None;
    /// IIS, with its CORS module.
    Iis = "iis", "IIS (its CORS module)", None;
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
    ("microsoftiis", Server::Iis),
    ("rubyonrails", Server::Rails),
    ("rackcors", Server::Rails),
    ("golang", Server::Go),
    ("gorilla", Server::Go),
    ("gin", Server::Go),
    ("fiber", Server::Go),
    ("echo", Server::Go),
    ("jub0bscors", Server::Jub0bs),
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
    ("awsapigateway", Server::ApiGateway),
    ("amazonapigateway", Server::ApiGateway),
    ("apacheapisix", Server::Apisix),
    ("azurestorage", Server::Azure),
    ("azureblob", Server::Azure),
    ("azureappservice", Server::AppService),
    ("azurewebapp", Server::AppService),
    ("azurefunctions", Server::AppService),
    ("awscloudfront", Server::CloudFront),
    ("cloudflareworker", Server::Cloudflare),
    ("cloudflareworkers", Server::Cloudflare),
    ("cloudflarer2", Server::R2),
    ("azurestaticwebapps", Server::StaticWebApps),
    ("swa", Server::StaticWebApps),
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

    /// The one that an answer's headers tell of, and the line that does: the first that is known, but an
    /// origin's own server before the network in front of it, whose patch is second best.
    pub fn told_by<'a>(
        headers: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Option<(Self, (&'a str, &'a str))> {
        let told = |line: (&'a str, &'a str)| Some((Self::told_by_line(line.0, line.1)?, line));
        let told: Vec<_> = headers.into_iter().filter_map(told).collect();
        let own = told.iter().find(|(server, _)| !server.is_in_front());
        own.or(told.first()).copied()
    }

    /// Whether it only hands on what another server answers, and names itself all the same.
    const fn is_in_front(self) -> bool {
        matches!(
            self,
            Self::Cloudflare | Self::CloudFront | Self::Vercel | Self::Netlify | Self::Iis
        )
    }

    /// The one that a header tells of (`Server: nginx/1.22.1`), if it is known.
    fn told_by_line(header_name: &str, value: &str) -> Option<Self> {
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
                ("apisix", Self::Apisix),
                ("windows-azure-blob", Self::Azure),
                ("cloudfront", Self::CloudFront),
                ("cloudflare", Self::Cloudflare),
                ("uploadserver", Self::Gcs),
                ("minio", Self::MinIo),
                ("vercel", Self::Vercel),
                ("netlify", Self::Netlify),
                ("kestrel", Self::AspNet),
                ("microsoft-iis", Self::Iis),
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
            "x-vercel-id" => return Some(Self::Vercel),
            "x-nf-request-id" => return Some(Self::Netlify),
            "apigw-requestid" => return Some(Self::ApiGateway),
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
        assert_eq!(Server::named("Microsoft-IIS"), Some(Server::Iis));
        assert_eq!(Server::named("lighttpd"), None);
        for (line, server) in [
            (("Server", "nginx/1.22.1"), Some(Server::Nginx)),
            (("x-powered-by", "Express"), Some(Server::Express)),
            (("server", "istio-envoy"), Some(Server::Istio)),
            (("Via", "1.1 kong/3.9.1"), Some(Server::Kong)),
            (("via", "1.1 abc.cloudfront.net (CloudFront)"), Some(Server::CloudFront)),
            (("X-Powered-By", "PHP/8.2.29"), Some(Server::Php)),
            (("server", "gws"), None),
            (("content-type", "nginx"), None),
        ] {
            assert_eq!(Server::told_by([line]), server.map(|server| (server, line)), "{line:?}");
        }
    }

    /// Who runs a Worker for what PHP could say itself has two places to look after.
    #[test]
    fn the_origins_own_server_is_known_behind_a_network() {
        let told = |lines: &[(&'static str, &'static str)]| {
            Server::told_by(lines.iter().copied()).map(|(server, (name, _))| (server, name))
        };
        let cloudflare = [("server", "cloudflare"), ("cf-ray", "1-FRA")];
        assert_eq!(told(&cloudflare), Some((Server::Cloudflare, "server")));
        let behind = [&cloudflare[..], &[("x-powered-by", "PHP/8.2.29")]].concat();
        assert_eq!(told(&behind), Some((Server::Php, "x-powered-by")));
        let s3 = [("via", "1.1 abc.cloudfront.net (CloudFront)"), ("server", "AmazonS3")];
        assert_eq!(told(&s3), Some((Server::S3, "server")));
        let next = [("server", "Vercel"), ("x-powered-by", "Next.js")];
        assert_eq!(told(&next), Some((Server::NextJs, "x-powered-by")));
        let iis = [("server", "Microsoft-IIS/10.0"), ("x-powered-by", "ASP.NET")];
        assert_eq!(told(&iis), Some((Server::AspNet, "x-powered-by")));
        assert_eq!(told(&iis[..1]), Some((Server::Iis, "server")));
        assert_eq!(told(&[("server", "Vercel")]), Some((Server::Vercel, "server")));
        // What its owner runs in front is as good a place as what is behind.
        let nginx = [("server", "nginx"), ("x-powered-by", "Express")];
        assert_eq!(told(&nginx), Some((Server::Nginx, "server")));
    }
}
