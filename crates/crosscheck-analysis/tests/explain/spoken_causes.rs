//! What surrounds a refusal and decides it: what a configuration lacks, how a library answers what it does not allow, a
//! container, a call that leads elsewhere than it was meant to.

use super::Overrides;
use super::Value;
use super::explain;
use super::first_rules;

fn alone(text: &str) -> Value {
    let mut report =
        explain(text, &Overrides::default()).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    report.write_fixes(None);
    serde_json::to_value(&report).unwrap()
}

fn has(text: &str, words: &str) {
    let report = alone(text).to_string();
    assert!(report.contains(words), "`{words}` of {text}\n{report}");
}

fn lacks(text: &str, words: &str) {
    let report = alone(text).to_string();
    assert!(!report.contains(words), "no `{words}` of {text}\n{report}");
}

fn refused_first(reason: &str) -> String {
    format!(
        "Access to fetch at 'http://localhost:8080/api/items' from origin 'http://localhost:4200' has been blocked by CORS \
         policy: Response to preflight request doesn't pass access control check: {reason}"
    )
}

const MISSING: &str =
    "No 'Access-Control-Allow-Origin' header is present on the requested resource.";

const SPRING: &str = "@Override\npublic void addCorsMappings(CorsRegistry registry) {\n    \
                      registry.addMapping(\"/api/**\")\n        .allowedOrigins(\"http://localhost:4200\")\n        \
                      .allowedMethods(\"GET\", \"POST\");\n}\n";

#[test]
fn what_a_configuration_lacks_is_named() {
    let refused = refused_first(MISSING);
    has(&format!("{SPRING}\n{refused}\n\nIt's a DELETE."), "its list of methods lacks `DELETE`");
    lacks(&format!("{SPRING}\n{refused}"), "its list of methods");
    has(
        &format!("{}\n{refused}", SPRING.replace("localhost:4200", "localhost:3000")),
        "its list of origins lacks `http://localhost:4200`",
    );
    let header = "Access to fetch at 'https://api.example.com/x' from origin 'https://app.example.com' has been blocked by \
                  CORS policy: Request header field x-tenant is not allowed by Access-Control-Allow-Headers in preflight \
                  response.";
    let django = "MIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\nCORS_ALLOWED_ORIGINS = \
                  ['https://app.example.com']\n";
    has(&format!("{django}\n{header}"), "its list of request headers lacks `x-tenant`");
    let cookie = "Access to fetch at 'https://api.example.com/x' from origin 'https://app.example.com' has been blocked by \
                  CORS policy: The value of the 'Access-Control-Allow-Credentials' header in the response is '' which \
                  must be 'true' when the request's credentials mode is 'include'.";
    has(&format!("{django}\n{cookie}"), "does not let requests with credentials through");
}

#[test]
fn a_librarys_own_answer_to_a_preflight_is_known() {
    let refused = refused_first(MISSING);
    has(
        &format!(
            "INFO:     127.0.0.1:60312 - \"OPTIONS /api/items HTTP/1.1\" 400 Bad Request\nFastAPI\n\n{refused}"
        ),
        "answered by `CORSMiddleware` with 400",
    );
    has(
        &format!(
            "Spring Boot\n\n{refused}\nOPTIONS http://localhost:8080/api/items 403 (Forbidden)"
        ),
        "Invalid CORS request",
    );
    has(
        &format!("ASP.NET Core with Windows authentication on IIS\n\n{refused}"),
        "CORS module of IIS",
    );
}

#[test]
fn a_server_in_a_container_is_reached_from_outside() {
    let unanswered = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \
                      http://localhost:8000/token. (Reason: CORS request did not succeed). Status code: (null).";
    let docker = format!("{unanswered}\n\nuvicorn runs in docker, EXPOSE 8000");
    has(&docker, "its port must be published");
    lacks(&docker, "emulator");
    lacks(unanswered, "its port must be published");
}

#[test]
fn a_call_that_leads_elsewhere_is_told_where() {
    for call in [
        "fetch('localhost:5000/api/login', { method: 'POST' })",
        "axios.get('api.example.com:8443/x')",
    ] {
        let report = alone(call);
        assert_eq!(first_rules(&report), ["scheme-not-http"], "{call}\n{report:#}");
        assert!(report.to_string().contains("ask for `http://"), "{report:#}");
    }
    let built = "export default {\n  server: { proxy: { '/api': 'http://localhost:8080' } }\n}\n\nfetch('/api/users') works \
                 in dev, and after npm run build it is 404";
    has(built, "is there in development only");
    // Of the page's own server nothing is known without it.
    assert!(explain("fetch('/api/users')", &Overrides::default()).is_err());
}

#[test]
fn a_line_beside_a_preflights_is_no_header() {
    let pane = "Request URL: http://localhost:8080/users\nRequest Method: OPTIONS\nStatus Code: 403 \
                Forbidden\n\nResponse Headers\nVary: Origin\n\nRequest Headers\nAccess-Control-Request-Headers: \
                authorization\nAccess-Control-Request-Method: GET\nOrigin: http://localhost:5173\n\nbody: Invalid CORS request";
    has(pane, "authorization");
    lacks(pane, "authorization, body");
}

#[test]
fn settings_that_end_the_start_are_read() {
    for text in [
        "?: (corsheaders.E013) Origin 'app.example.com' in CORS_ALLOWED_ORIGINS is missing scheme or netloc",
        "panic: bad origin: origins must contain '*' or include http://,https://",
    ] {
        assert_eq!(first_rules(&alone(text)), ["allow-origin-invalid"], "{text}");
    }
}

#[test]
fn an_images_host_tells_whose_it_is() {
    let text = "Uncaught DOMException: Failed to execute 'toDataURL' on 'HTMLCanvasElement': Tainted canvases may not be \
                exported.\n\n<img src=\"https://media.s3.amazonaws.com/p/1.jpg\">";
    let report = alone(text);
    assert_eq!(report["findings"][0]["server_software"], "s3", "{report:#}");
}

#[test]
fn a_wrong_list_of_origins_keeps_its_credentials() {
    let text = "app.use(cors({ origin: 'https://app.example.com/', credentials: true }))\n\nAccess to fetch at \
                'https://api.example.com/me' from origin 'https://app.example.com' has been blocked by CORS policy: The \
                'Access-Control-Allow-Origin' header has a value 'https://app.example.com/' that is not equal to the \
                supplied origin.";
    has(text, "credentials: true");
    has("https://abcdefgh.supabase.co/auth/v1/token", "crosscheck check");
}

#[test]
fn a_part_of_a_configuration_is_read_for_the_server_that_is_spoken_of() {
    let header = "Access to fetch at 'http://localhost:5000/api/upload' from origin 'http://localhost:3000' has been blocked \
                  by CORS policy: Request header field authorization is not allowed by Access-Control-Allow-Headers in \
                  preflight response.";
    let flask = "CORS(app, resources={r\"/api/*\": {\"origins\": \"http://localhost:3000\"}}, allow_headers=[\"X-Token\"])";
    has(&format!("my Flask API\n\n{header}\n\n{flask}"), "x-token");
    lacks(&format!("my API\n\n{header}\n\n{flask}"), "x-token");
}

#[test]
fn two_servers_that_are_spoken_of_may_both_write_a_header() {
    let twice = "The 'Access-Control-Allow-Origin' header contains multiple values 'https://app.example.com, *', but only one \
                 is allowed.";
    has(&format!("minio behind nginx\n\n{twice}"), "the text speaks of nginx and MinIO");
    has(
        &format!("Flask behind nginx\n\n{twice}"),
        "the text speaks of Flask (Flask-CORS) and nginx",
    );
    lacks(&format!("only nginx\n\n{twice}"), "where both write it");
}

#[test]
fn a_command_that_a_sentence_quotes_tells_what_was_asked() {
    let text = "HTTP/1.1 405 Method Not Allowed\nServer: nginx/1.18.0\nContent-Length: 166\n\nthat is what `curl -i -X \
                OPTIONS https://api.example.com/login -H \"Origin: https://app.example.com\" -H \
                \"Access-Control-Request-Method: POST\"` gives";
    let report = alone(text);
    let evidence = report["findings"][0]["evidence"].to_string();
    assert!(evidence.contains("https://api.example.com/login"), "{report:#}");
    assert!(evidence.contains("preflight"), "{report:#}");
}

#[test]
fn https_of_aspnet_and_a_cloud_that_waits_are_told() {
    let redirected = refused_first("Redirect is not allowed for a preflight request.");
    has(&format!("{redirected}\n\nbecause of UseHttpsRedirection"), "launchSettings.json");
    let waited = "Access to fetch at 'https://api.example.com/x' from origin 'https://app.example.com' has been blocked by \
                  CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\nGET \
                  https://api.example.com/x net::ERR_FAILED 524";
    has(waited, "a proxy answered with 524");
    has(&format!("Symfony\n\n{}", refused_first(MISSING)), "nelmio_cors.yaml");
}
