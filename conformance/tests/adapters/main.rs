//! One suite for everything that applies a policy: tower, actix and the gateway say the same, byte
//! for byte.

mod actix;
mod cases;
mod gateway;
mod tower;

use crate::cases::Case;

#[test]
fn all_adapters_say_the_same() {
    let cases = Case::all();
    let told = |answers: Vec<String>| {
        let told = cases.iter().zip(answers).map(|(case, answer)| format!("{case}\n{answer}"));
        told.collect::<Vec<_>>().join("\n")
    };
    let tower = told(tower::ask(&cases));
    assert_eq!(tower, told(actix::ask(&cases)), "tower and actix differ");
    assert_eq!(tower, told(gateway::ask(&cases)), "tower and the gateway differ");
    insta::assert_snapshot!(tower, @"
    one: GET /
      200
      vary: Accept-Encoding
      vary: Origin

    one: GET /, origin: https://app.example
      200
      access-control-allow-credentials: true
      access-control-allow-origin: https://app.example
      access-control-expose-headers: x-total
      vary: Accept-Encoding
      vary: Origin

    one: POST /, origin: https://evil.example
      200
      vary: Accept-Encoding
      vary: Origin

    one: GET /, origin: null
      200
      vary: Accept-Encoding
      vary: Origin

    one: GET /, origin: https://app.example, origin: https://evil.example
      200
      vary: Accept-Encoding
      vary: Origin

    one: OPTIONS /, origin: https://app.example
      200
      access-control-allow-credentials: true
      access-control-allow-origin: https://app.example
      access-control-expose-headers: x-total
      vary: Accept-Encoding
      vary: Origin

    one: OPTIONS /, access-control-request-method: PUT
      200
      vary: Accept-Encoding
      vary: Origin

    one: OPTIONS /, origin: https://app.example, access-control-request-method: PUT
      204
      access-control-allow-credentials: true
      access-control-allow-headers: content-type, x-token
      access-control-allow-methods: PUT
      access-control-allow-origin: https://app.example
      access-control-max-age: 600
      vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

    one: OPTIONS /, origin: https://app.example, access-control-request-method: PUT, access-control-request-headers: x-token
      204
      access-control-allow-credentials: true
      access-control-allow-headers: content-type, x-token
      access-control-allow-methods: PUT
      access-control-allow-origin: https://app.example
      access-control-max-age: 600
      vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

    one: OPTIONS /, origin: https://app.example, access-control-request-method: PUT, access-control-request-headers: x-token, access-control-request-headers: x-b
      403
      access-control-allow-credentials: true
      access-control-allow-origin: https://app.example
      vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

    one: OPTIONS /, origin: https://app.example, access-control-request-method: DELETE
      403
      access-control-allow-credentials: true
      access-control-allow-origin: https://app.example
      vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

    one: OPTIONS /, origin: https://evil.example, access-control-request-method: GET
      403
      vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

    any: GET /
      200
      access-control-allow-origin: *
      access-control-expose-headers: *
      vary: Accept-Encoding

    any: GET /, origin: https://app.example
      200
      access-control-allow-origin: *
      access-control-expose-headers: *
      vary: Accept-Encoding

    any: POST /, origin: https://evil.example
      200
      access-control-allow-origin: *
      access-control-expose-headers: *
      vary: Accept-Encoding

    any: GET /, origin: null
      200
      access-control-allow-origin: *
      access-control-expose-headers: *
      vary: Accept-Encoding

    any: GET /, origin: https://app.example, origin: https://evil.example
      200
      access-control-allow-origin: *
      access-control-expose-headers: *
      vary: Accept-Encoding

    any: OPTIONS /, origin: https://app.example
      200
      access-control-allow-origin: *
      access-control-expose-headers: *
      vary: Accept-Encoding

    any: OPTIONS /, access-control-request-method: PUT
      200
      access-control-allow-origin: *
      access-control-expose-headers: *
      vary: Accept-Encoding

    any: OPTIONS /, origin: https://app.example, access-control-request-method: PUT
      204
      access-control-allow-headers: *, authorization
      access-control-allow-methods: *
      access-control-allow-origin: *
      vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

    any: OPTIONS /, origin: https://app.example, access-control-request-method: PUT, access-control-request-headers: x-token
      204
      access-control-allow-headers: *, authorization
      access-control-allow-methods: *
      access-control-allow-origin: *
      vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

    any: OPTIONS /, origin: https://app.example, access-control-request-method: PUT, access-control-request-headers: x-token, access-control-request-headers: x-b
      204
      access-control-allow-headers: *, authorization
      access-control-allow-methods: *
      access-control-allow-origin: *
      vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

    any: OPTIONS /, origin: https://app.example, access-control-request-method: DELETE
      204
      access-control-allow-headers: *, authorization
      access-control-allow-methods: *
      access-control-allow-origin: *
      vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

    any: OPTIONS /, origin: https://evil.example, access-control-request-method: GET
      204
      access-control-allow-headers: *, authorization
      access-control-allow-methods: *
      access-control-allow-origin: *
      vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

    rules: GET /, origin: https://app.example
      200
      vary: Accept-Encoding

    rules: GET /api, origin: https://app.example
      200
      access-control-allow-origin: https://app.example
      timing-allow-origin: https://app.example
      vary: Accept-Encoding
      vary: Origin

    rules: GET /api/users?page=2, origin: https://app.example
      200
      access-control-allow-origin: https://app.example
      timing-allow-origin: https://app.example
      vary: Accept-Encoding
      vary: Origin

    rules: GET /api/admin, origin: https://app.example
      200
      vary: Accept-Encoding
      vary: Origin

    rules: GET /api%2fadmin, origin: https://app.example
      200
      vary: Accept-Encoding

    rules: GET /public/x, origin: https://app.example
      200
      access-control-allow-origin: *
      cross-origin-resource-policy: cross-origin
      vary: Accept-Encoding

    rules: GET /api, origin: https://a.corp.example:8443
      200
      access-control-allow-origin: https://a.corp.example:8443
      timing-allow-origin: https://a.corp.example:8443
      vary: Accept-Encoding
      vary: Origin

    rules: GET /api, origin: https://a.b.corp.example
      200
      vary: Accept-Encoding
      vary: Origin

    rules: GET /public/x
      200
      access-control-allow-origin: *
      cross-origin-resource-policy: cross-origin
      vary: Accept-Encoding

    rules: OPTIONS /public/x, origin: https://evil.example, access-control-request-method: PATCH
      403
      access-control-allow-origin: *
      vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

    rules: OPTIONS /other, origin: https://app.example, access-control-request-method: PATCH
      403
    ");
}
