//! Software and services that keep what pages may do in a place of their own, and what is said of where that is.

use super::first_rules;
use super::told;

fn missing(url: &str) -> String {
    format!(
        "Access to fetch at '{url}' from origin 'https://app.example.com' has been blocked by CORS policy: No \
         'Access-Control-Allow-Origin' header is present on the requested resource."
    )
}

/// By a host, a port or a path that only it has.
#[test]
fn whose_list_it_is_is_told_by_the_url() {
    for (url, place) in [
        ("https://acme-example.azure-api.net/echo", "`<cors>` policy in `<inbound>`"),
        ("https://orders-abc.a.run.app/v1", "Cloud Run"),
        ("https://acme.my.salesforce.com/services/data/v59.0/query", "`Allowed Origins List`"),
        ("https://acme.sharepoint.com/sites/hr/_api/web", "Microsoft Entra"),
        ("https://3f2a.ngrok-free.app/api/users", "`ngrok-skip-browser-warning`"),
        ("https://space-8000.app.github.dev/api", "make the port public"),
        ("https://abc.lambda-url.eu-west-1.on.aws/", "Lambda function URL"),
        ("https://blog.example.com/wp-json/wp/v2/posts", "`rest_allowed_cors_headers`"),
        ("http://localhost:11434/api/chat", "`OLLAMA_ORIGINS="),
        ("http://192.168.1.20:9200/logs/_search", "`http.cors.enabled: true`"),
        ("http://localhost:5678/webhook-test/3c1f", "`Allowed Origins (CORS)`"),
        ("http://localhost:7071/api/Hello", "`local.settings.json`"),
        ("https://github.com/login/oauth/access_token", "the secret of the application"),
    ] {
        let report = told(&missing(url));
        assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
        assert!(report["notes"].to_string().contains(place), "{url}: {report:#}");
    }
    // A port is nobody's on a host of the web, and a path may be anybody's elsewhere.
    for url in [
        "https://api.example.com:11434/x",
        "http://localhost:9090/api/v1/orders",
        "https://notforce.com/x",
    ] {
        assert!(told(&missing(url))["notes"].is_null(), "{url}");
    }
}

/// By its name in what people write around it, and by words of its own code.
#[test]
fn whose_list_it_is_is_told_by_words() {
    let line = missing("https://api.example.com/v1");
    for (words, place) in [
        ("Strapi v4, npm run develop", "`config/middlewares.js`"),
        ("      CORS_ORIGIN: \"*\"\n(Directus in Docker)", "`CORS_CREDENTIALS=true`"),
        ("new Elysia().post('/users', ({ body }) => body)", "@elysiajs/cors"),
        ("install(CORS) {\n    allowHost(\"x\")\n}", "`allowHeader(HttpHeaders.ContentType)`"),
        ("quarkus.http.cors.origins=app.example.com", "with the scheme"),
        ("    (my_app) lib/phoenix/router.ex:406: Phoenix.Router.call/2", "`plug CORSPlug"),
        ("<system.webServer><httpProtocol><customHeaders>", "CORS module"),
        ("client intended to send too large body: 5874328 bytes", "`client_max_body_size`"),
    ] {
        let report = told(&format!("{line}\n\n{words}"));
        assert!(report["notes"].to_string().contains(place), "{words}: {report:#}");
    }
    // Within another word it is none, and what belongs to one is not said of another.
    let report = told(&format!("{line}\nquarkus.http.cors.origins=x"));
    assert!(!report.to_string().contains("Elasticsearch"), "{report:#}");
    assert!(told(&format!("{line}\nmistrapian"))["notes"].is_null());
}

/// A filter of the user's own network answers in the server's place.
#[test]
fn a_filter_of_the_network_is_no_fault_of_the_server() {
    let text = "Access to fetch at 'https://gateway.zscaler.net/auD?origurl=https%3A%2F%2Fapi.example.com' (redirected from \
                'https://api.example.com/v1') from origin 'https://app.example.com' has been blocked by CORS policy: No \
                'Access-Control-Allow-Origin' header is present on the requested resource.";
    assert!(told(text)["notes"].to_string().contains("no header of the server helps"));
}

/// A question names no refusal, and settings that are not taken are none.
#[test]
fn a_question_and_settings_that_are_not_taken_are_answered() {
    for (text, place) in [
        ("How do I enable CORS in Ollama?", "`OLLAMA_ORIGINS="),
        (
            "panic: conflict settings: all origins are allowed. AllowOriginFunc or AllowOrigins is not needed\n\
             github.com/gin-contrib/cors.newCors({0x1})",
            "exclude each other",
        ),
    ] {
        let report = told(text);
        assert_eq!(report["kind"], "product", "{report:#}");
        assert!(report["notes"].to_string().contains(place), "{report:#}");
    }
    let refused = "HTTP/1.1 400 Bad Request\nServer: APISIX/3.8.0\n\n{\"error_msg\":\"failed to check the configuration of \
                   plugin cors err: you can not set '*' for other option when 'allow_credential' is true\"}";
    assert_eq!(first_rules(&told(refused)), ["wildcard-with-credentials"]);
}
