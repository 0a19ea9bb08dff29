//! What those call the same few lists who take them by name, in JavaScript or YAML.

/// The names of one of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    pub(super) origins: &'static str,
    /// Before each origin of the list.
    pub(super) each_origin: &'static str,
    pub(super) credentials: &'static str,
    pub(super) methods: &'static str,
    pub(super) request_headers: &'static str,
    pub(super) expose_headers: &'static str,
    /// With ten minutes.
    pub(super) max_age: &'static str,
}

/// `cors` of Express, `@fastify/cors` and NestJS.
pub(super) const CORS: Names = Names {
    origins: "origin",
    each_origin: "",
    credentials: "credentials",
    methods: "methods",
    request_headers: "allowedHeaders",
    expose_headers: "exposedHeaders",
    max_age: "maxAge: 600",
};

/// Hono.
pub(super) const HONO: Names = Names {
    methods: "allowMethods",
    request_headers: "allowHeaders",
    expose_headers: "exposeHeaders",
    ..CORS
};

/// An HTTPRoute of the Gateway API.
pub(super) const GATEWAY_API: Names =
    Names { origins: "allowOrigins", credentials: "allowCredentials", ..HONO };

/// A VirtualService of Istio.
pub(super) const ISTIO: Names =
    Names { each_origin: "exact: ", max_age: "maxAge: 600s", ..GATEWAY_API };

/// The middleware of Traefik.
pub(super) const TRAEFIK: Names = Names {
    origins: "accessControlAllowOriginList",
    each_origin: "",
    credentials: "accessControlAllowCredentials",
    methods: "accessControlAllowMethods",
    request_headers: "accessControlAllowHeaders",
    expose_headers: "accessControlExposeHeaders",
    max_age: "accessControlMaxAge: 600",
};

/// The plugin of Kong.
pub(super) const KONG: Names = Names {
    origins: "origins",
    each_origin: "",
    credentials: "credentials",
    methods: "methods",
    request_headers: "headers",
    expose_headers: "exposed_headers",
    max_age: "max_age: 600",
};
