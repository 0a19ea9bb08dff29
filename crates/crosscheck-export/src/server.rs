//! The servers and frameworks that are known, by name.

macro_rules! servers {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $title:literal;)+) => {
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
        }
    };
}

servers! {
    /// nginx 1.9 and later, and what speaks its language.
    Nginx = "nginx", "nginx";
    /// Apache HTTP Server 2.4.
    Apache = "apache", "Apache";
    /// Caddy 2.
    Caddy = "caddy", "Caddy";
    /// HAProxy 2.2 and later.
    Haproxy = "haproxy", "HAProxy";
    /// Envoy.
    Envoy = "envoy", "Envoy";
    /// Our own gateway.
    Crosscheck = "crosscheck", "crosscheck";
    /// Express, with the package `cors`.
    Express = "express", "Express (cors)";
    /// FastAPI.
    FastApi = "fastapi", "FastAPI";
    /// Starlette.
    Starlette = "starlette", "Starlette";
    /// Django, with `django-cors-headers`.
    Django = "django", "Django (django-cors-headers)";
    /// Flask, with `Flask-CORS`.
    Flask = "flask", "Flask (Flask-CORS)";
    /// Spring, with Spring Security.
    Spring = "spring", "Spring";
    /// ASP.NET Core.
    AspNet = "aspnet", "ASP.NET Core";
    /// Rails, with `rack-cors`.
    Rails = "rails", "Rails (rack-cors)";
    /// Go, with `github.com/rs/cors`.
    Go = "go", "Go (rs/cors)";
    /// axum, with `tower-http`.
    Axum = "axum", "axum (tower-http)";
    /// actix-web, with `actix-cors`.
    Actix = "actix", "actix-web (actix-cors)";
    /// Amazon S3 and what speaks its language.
    S3 = "s3", "Amazon S3";
}

impl Server {
    /// The one with that name, capitals or not.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|server| server.name().eq_ignore_ascii_case(name))
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
                ("istio-envoy", Self::Envoy),
                ("kestrel", Self::AspNet),
                ("uvicorn", Self::Starlette),
                ("werkzeug", Self::Flask),
                ("wsgiserver", Self::Django),
                ("amazons3", Self::S3),
                ("puma", Self::Rails),
            ],
            "x-powered-by" => &[
                ("express", Self::Express),
                ("asp.net", Self::AspNet),
                ("phusion passenger", Self::Rails),
            ],
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
        assert_eq!(Server::named("iis"), None);
        assert_eq!(Server::told_by("Server", "nginx/1.22.1"), Some(Server::Nginx));
        assert_eq!(Server::told_by("x-powered-by", "Express"), Some(Server::Express));
        assert_eq!(Server::told_by("server", "cloudflare"), None);
        assert_eq!(Server::told_by("content-type", "nginx"), None);
    }
}
