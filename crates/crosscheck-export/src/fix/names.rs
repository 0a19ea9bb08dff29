//! What those call the same few lists who take them by name, in JavaScript or YAML.

/// The names of one of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names {
    pub(crate) origins: &'static str,
    /// Before each origin of the list.
    pub(crate) each_origin: &'static str,
    pub(crate) credentials: &'static str,
    pub(crate) methods: &'static str,
    pub(crate) request_headers: &'static str,
    pub(crate) expose_headers: &'static str,
    /// With ten minutes.
    pub(crate) max_age: &'static str,
}

/// `cors` of Express, `@fastify/cors` and NestJS.
pub(crate) const CORS: Names = Names {
    origins: "origin",
    each_origin: "",
    credentials: "credentials",
    methods: "methods",
    request_headers: "allowedHeaders",
    expose_headers: "exposedHeaders",
    max_age: "maxAge: 600",
};

/// Hono.
pub(crate) const HONO: Names = Names {
    methods: "allowMethods",
    request_headers: "allowHeaders",
    expose_headers: "exposeHeaders",
    ..CORS
};

/// An HTTPRoute of the Gateway API.
pub(crate) const GATEWAY_API: Names =
    Names { origins: "allowOrigins", credentials: "allowCredentials", ..HONO };

/// A VirtualService of Istio.
pub(crate) const ISTIO: Names =
    Names { each_origin: "exact: ", max_age: "maxAge: 600s", ..GATEWAY_API };

/// The middleware of Traefik.
pub(crate) const TRAEFIK: Names = Names {
    origins: "accessControlAllowOriginList",
    each_origin: "",
    credentials: "accessControlAllowCredentials",
    methods: "accessControlAllowMethods",
    request_headers: "accessControlAllowHeaders",
    expose_headers: "accessControlExposeHeaders",
    max_age: "accessControlMaxAge: 600",
};

/// The plugin of Kong.
pub(crate) const KONG: Names = Names {
    origins: "origins",
    each_origin: "",
    credentials: "credentials",
    methods: "methods",
    request_headers: "headers",
    expose_headers: "exposed_headers",
    max_age: "max_age: 600",
};
