//! What a move from one server to another changes: both sides are taken for what the servers do.

use crosscheck::server::Policy;
use crosscheck_export::import;

/// ingress-nginx sends `*` beside credentials by default, and browsers refuse that. What a tool makes of it for
/// the Gateway API must be answered with the request's own origin: every site reads as the visitor.
#[test]
fn a_star_that_browsers_refused_lets_every_site_in_after_the_move() {
    let ingress = policy(include_str!("data/imports/ingress-nginx-default.yaml"));
    let route = policy(include_str!("data/imports/gateway-api-echo.yaml"));
    let difference = ingress.diff(&route).expect("few enough");
    assert!(difference.widens());
    let [change] = difference.changes.as_slice() else { panic!("{difference:#?}") };
    assert_eq!(
        change.to_string(),
        "every other origin may now read with credentials on `/`; e.g. `https://evil.example` on `/`"
    );
    // And back nobody gains.
    assert!(!route.diff(&ingress).expect("few enough").widens());
}

/// Without credentials the same star means the same on both sides.
#[test]
fn a_star_without_credentials_moves_unharmed() {
    let ingress = include_str!("data/imports/ingress-nginx-default.yaml").replace(
        "enable-cors: \"true\"",
        "enable-cors: \"true\"\n    nginx.ingress.kubernetes.io/cors-allow-credentials: \"false\"",
    );
    let route = include_str!("data/imports/gateway-api-echo.yaml")
        .replace("allowCredentials: true", "allowCredentials: false");
    let difference = policy(&ingress).diff(&policy(&route)).expect("few enough");
    assert!(difference.is_empty(), "{difference:#?}");
}

/// The same letters mean one label here and any depth there.
#[test]
fn a_wildcard_that_covers_one_label_covers_any_depth_after_the_move() {
    let ingress = "metadata:\n  annotations:\n    nginx.ingress.kubernetes.io/enable-cors: \"true\"\n    \
                   nginx.ingress.kubernetes.io/cors-allow-origin: \"https://*.shop.example\"\n    \
                   nginx.ingress.kubernetes.io/cors-allow-methods: GET\n    \
                   nginx.ingress.kubernetes.io/cors-allow-headers: X-Token\n    \
                   nginx.ingress.kubernetes.io/cors-max-age: \"5\"\n";
    let route = "apiVersion: gateway.networking.k8s.io/v1\nspec:\n  rules:\n    - filters:\n        - type: CORS\n          \
                 cors:\n            allowOrigins: [\"https://*.shop.example\"]\n            allowCredentials: true\n            \
                 allowHeaders: [X-Token]\n";
    let difference = policy(ingress).diff(&policy(route)).expect("few enough");
    assert!(difference.widens());
    assert!(difference.changes[0].origin.ends_with(".shop.example"), "{difference:#?}");
}

fn policy(text: &str) -> Policy {
    let imported = import(text, None).expect("it is recognised");
    assert_eq!(imported.not_understood, []);
    Policy::new(&imported.config).expect("a policy")
}
