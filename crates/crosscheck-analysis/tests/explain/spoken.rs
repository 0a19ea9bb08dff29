//! What people say of their server in their own words, what stands in its configuration already, and what is to be
//! mended before CORS.

use serde_json::Value;

use super::Overrides;
use super::explain;
use super::told;

/// What is told without a server being asked for.
fn alone(text: &str) -> Value {
    let mut report = explain(text, &Overrides::default()).unwrap();
    report.write_fixes(None);
    serde_json::to_value(&report).unwrap()
}

fn server(text: &str) -> Option<String> {
    alone(text)["findings"][0]["server_software"].as_str().map(str::to_owned)
}

const MISSING: &str = "Access to fetch at 'https://api.example.com/api/items' from origin 'https://app.example.com' has \
                       been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the \
                       requested resource.";

const MULTIPLE: &str = "The 'Access-Control-Allow-Origin' header contains multiple values 'https://app.example.com, *', \
                        but only one is allowed.";

fn missing_at(url: &str) -> String {
    MISSING.replace("https://api.example.com/api/items", url)
}

#[test]
fn a_server_that_is_spoken_of_gets_the_patch() {
    for (said, name) in [
        ("Laravel Sanctum, axios", Some("laravel")),
        ("my backend is Django + DRF.", Some("django")),
        ("サーバーは express です", Some("express")),
        ("后端用的是springboot，前端vue", Some("spring")),
        ("Spring Boot behind nginx", Some("spring")),
        ("ASP.NET Core 8 API", Some("aspnet")),
        ("NestJS with express", Some("nestjs")),
        ("Next.js calls a Flask API", Some("flask")),
        ("only nginx", Some("nginx")),
        // Nobody can tell which of them is asked.
        ("a Flask service and a Rails one", None),
        // No words of a sentence.
        ("see https://docs.example.com/django/cors and ./src/flask/app", None),
        ("react", None),
    ] {
        assert_eq!(server(&format!("{said}\n\n{MISSING}")).as_deref(), name, "{said}");
    }
    // Whose host it is counts for more, and so does a service that has a list of its own.
    let bucket = missing_at("https://files.s3.eu-central-1.amazonaws.com/a.png");
    assert_eq!(server(&format!("Django\n\n{bucket}")).as_deref(), Some("s3"));
    let keycloak = missing_at("https://sso.example.com/realms/shop/protocol/openid-connect/token");
    assert_eq!(server(&format!("Spring Boot\n\n{keycloak}")), None);
}

#[test]
fn what_stands_in_front_answers_in_place_of_what_is_down() {
    let text = "nginx in front of Django\n\nCross-Origin Request Blocked: The Same Origin Policy disallows reading \
                the remote resource at https://api.example.com/v2. (Reason: CORS header ‘Access-Control-Allow-Origin’ \
                missing). Status code: 502.";
    assert_eq!(server(text).as_deref(), Some("nginx"));
    let report = alone(text).to_string();
    assert!(report.contains("a proxy answered with 502"), "{report}");
    assert!(report.contains("add the CORS headers to errors too"), "{report}");
}

#[test]
fn an_error_is_mended_before_its_headers() {
    for (status, first) in [
        ("404", "nothing is at that URL (404)"),
        ("500", "the application failed (500)"),
        ("503", "a proxy answered with 503"),
        ("403", "add the CORS headers to errors too"),
    ] {
        let report = alone(&format!(
            "{MISSING}\nGET https://api.example.com/api/items net::ERR_FAILED {status} (Said)"
        ));
        let advice = report["findings"][0]["advice"]["server"].as_str().unwrap_or_default();
        assert!(report.to_string().contains(first), "{status} {advice}\n{report:#}");
    }
}

#[test]
fn a_redirect_is_followed_to_where_it_leads() {
    let redirected = |url: &str| {
        format!(
            "Access to fetch at '{url}' from origin 'https://app.example.com' has been blocked by CORS policy: \
             Response to preflight request doesn't pass access control check: Redirect is not allowed for a \
             preflight request."
        )
    };
    let has = |text: &str, words: &str| {
        let report = alone(text).to_string();
        assert!(report.contains(words), "`{words}` of {text}\n{report}");
    };
    has(
        &format!(
            "{}\n\n$ curl -sI -X OPTIONS https://example.com/api/cart\nHTTP/2 307\nlocation: \
             https://www.example.com/api/cart",
            redirected("https://example.com/api/cart")
        ),
        "ask https://www.example.com/api/cart at once",
    );
    let items = redirected("https://api.example.com/items?page=2");
    has(&format!("Django\n\n{items}"), "ask for https://api.example.com/items/?page=2");
    assert!(!alone(&items).to_string().contains("final slash to the one with it"));
    has(&redirected("http://api.example.com/items"), "ask for https://api.example.com/items");
    has(&redirected("https://new.s3.amazonaws.com/a"), "the host of its region");
    let mixed = "Mixed Content: The page at 'https://app.example.com/' was loaded over HTTPS, but requested an \
                 insecure XMLHttpRequest endpoint 'http://api.example.com/items/'. This request has been blocked; the \
                 content must be served over HTTPS.";
    has(&format!("{mixed}\nI call https://api.example.com/items"), "X-Forwarded-Proto");
    has(&format!("{mixed}\nthere is a 307 before it"), "X-Forwarded-Proto");
    assert!(!alone(mixed).to_string().contains("X-Forwarded-Proto"));
}

/// Who pastes the patch over it loses nothing.
#[test]
fn a_patch_keeps_what_its_place_allows_already() {
    let patch = |text: &str| alone(text)["findings"][0]["fixes"].to_string();
    let python = "app.add_middleware(\n    CORSMiddleware,\n    allow_origins=[\"http://localhost:5173\", \
                  \"https://old.example.com\"],\n    allow_credentials=True,\n    allow_methods=[\"GET\", \
                  \"PUT\"],\n    allow_headers=[\"x-token\"],\n)";
    let found = patch(&format!("{python}\n\n{MISSING}"));
    for kept in [
        "app.example.com",
        "localhost:5173",
        "old.example.com",
        "allow_credentials=True",
        "PUT",
        "x-token",
    ] {
        assert!(found.contains(kept), "`{kept}` {found}");
    }
    // Nothing that nobody allowed.
    assert!(!found.contains("DELETE") && !found.contains("authorization"), "{found}");
    let firefox = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \
                   https://api.example.com/v2. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing).";
    let one = python.replace(", \"https://old.example.com\"", "");
    let found = patch(&format!("{one}\n\n{firefox}"));
    assert!(found.contains("localhost:5173") && !found.contains("app.example.com"), "{found}");
}

#[test]
fn a_header_that_two_configurations_write_is_told_of_both() {
    let text = format!(
        "location /api/ {{\n    add_header Access-Control-Allow-Origin * always;\n    proxy_pass \
         http://127.0.0.1:4000;\n}}\n\nand the app has\n\napp.use(cors({{origin: \
         'https://app.example.com'}}));\n\n{MULTIPLE}"
    );
    let report = alone(&text);
    let notes = report["notes"].to_string();
    assert!(notes.contains("both nginx and Express (cors) write it"), "{notes}");
}

#[test]
fn one_page_of_this_machine_is_not_another() {
    let text = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \
                http://localhost:4000/graphql. (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match \
                ‘http://localhost:3000’).";
    let report = alone(text).to_string();
    assert!(report.contains("`localhost` and `127.0.0.1` are different origins"), "{report}");
}

#[test]
fn services_that_answer_by_their_own_rules_are_named() {
    let notes = |text: &str| told(text)["notes"].to_string();
    let edge = missing_at("https://abcdefgh.supabase.co/functions/v1/hello");
    assert!(notes(&edge).contains("x-client-info, apikey"), "{}", notes(&edge));
    let callable = missing_at("https://us-central1-demo.cloudfunctions.net/add");
    let callable = format!("{callable}\nconst add = httpsCallable(functions, 'add');");
    assert!(notes(&callable).contains("no such function at that URL"), "{}", notes(&callable));
    let airplay = "$ curl -i http://localhost:5000/x -H 'Origin: http://localhost:3000'\nHTTP/1.1 403 \
                   Forbidden\nContent-Length: 0\nServer: AirTunes/775.3.1\n";
    assert!(notes(airplay).contains("AirPlay Receiver"), "{}", notes(airplay));
}
