//! What frameworks say of an `OPTIONS` that they have no route for, in answers and in their logs: they answer it
//! with an error, which is no permission.

use super::text::Text;
use super::text::reason;
use crate::catalog::FetchRule;

pub(super) const ONLY_READ: &[Text] = &[
    // Rails, Laravel, Symfony.
    reason("No route matches [OPTIONS]", PREFLIGHT).of_no_request(),
    reason("The OPTIONS method is not supported for ", PREFLIGHT).of_no_request(),
    reason("Method Not Allowed (Allow: {value}) for \"OPTIONS ", PREFLIGHT).of_no_request(),
    reason("No route found for \"OPTIONS ", PREFLIGHT).of_no_request(),
    // Phoenix, Micronaut, servlets, ASP.NET's Web API.
    reason("no route found for OPTIONS ", PREFLIGHT).of_no_request(),
    reason("Method [OPTIONS] not allowed for ", PREFLIGHT).of_no_request(),
    reason("HTTP method OPTIONS is not supported by this URL", PREFLIGHT).of_no_request(),
    reason("does not support http method 'OPTIONS'", PREFLIGHT).of_no_request(),
    // Django REST framework, Python's own server.
    reason("Method \"OPTIONS\" not allowed", PREFLIGHT).of_no_request(),
    reason("Unsupported method ('OPTIONS')", PREFLIGHT).of_no_request(),
    // Express, Fastify, NestJS.
    reason("Cannot OPTIONS /", PREFLIGHT).of_no_request(),
    reason("Route OPTIONS:/", PREFLIGHT).of_no_request(),
    // Spring.
    reason("Request method 'OPTIONS' is not supported", PREFLIGHT).of_no_request(),
    reason("Request method 'OPTIONS' not supported", PREFLIGHT).of_no_request(),
];

const PREFLIGHT: &[FetchRule] = &[FetchRule::PreflightStatus];
