//! Code that writes the headers of CORS by hand beside a refusal, a proxy beside it, and what a URL tells by itself.

use super::first_rules;
use super::told;

fn notes(text: &str) -> String {
    told(text)["notes"].to_string()
}

fn refused(end: &str) -> String {
    format!(
        "Access to fetch at 'https://api.example.com/api/items' from origin 'https://app.example.com' has been blocked by \
         CORS policy: {end}"
    )
}

const OF_PREFLIGHT: &str = "Response to preflight request doesn't pass access control check: ";
const MISSING: &str =
    "No 'Access-Control-Allow-Origin' header is present on the requested resource.";

#[test]
fn a_function_that_sends_other_methods_away_is_told_in_which_line() {
    let line = refused(&format!("{OF_PREFLIGHT}It does not have HTTP ok status."));
    let code = "export default function handler(req: NextApiRequest, res: NextApiResponse) {\n  \
                res.setHeader('Access-Control-Allow-Origin', '*')\n  if (req.method !== 'POST') return \
                res.status(405).end()\n  OPTIONS\n}";
    for (code, expected) in [
        (code.replace("  OPTIONS\n", ""), "line 5 sends every other method away"),
        (
            code.replace("OPTIONS", "if (req.method === 'OPTIONS') return res.status(200).end()"),
            "line 5 sends every other method away",
        ),
        (
            code.replace("  OPTIONS\n", "").replace(
                "  if (req",
                "  if (req.method === 'OPTIONS') return res.status(200).end()\n  if (req",
            ),
            "by itself that code answers `OPTIONS`",
        ),
        (
            "app.post('/api/items', (req, res) => {\n  res.header('Access-Control-Allow-Origin', '*')\n})".into(),
            "nothing in that code answers `OPTIONS`",
        ),
    ] {
        let text = format!("{line}\n\n{code}");
        let found = notes(&text);
        assert!(found.contains(expected), "{text}\n{found}");
    }
    let go = "func handler(w http.ResponseWriter, r *http.Request) {\n\tw.Header().Set(\"Access-Control-Allow-Origin\", \
              \"*\")\n\tif r.Method != http.MethodPost {\n\t\thttp.Error(w, \"only POST\", 405)\n\t}\n}";
    let found = notes(&format!("{line}\n\n{go}"));
    assert!(found.contains("line 5 sends every other method away"), "{found}");
    // What a browser quotes is no code.
    let found = notes(&refused(&format!("{OF_PREFLIGHT}{MISSING}")));
    assert!(!found.contains("code"), "{found}");
}

#[test]
fn a_route_of_one_method_is_told_of_the_other() {
    let text = format!(
        "{}\n\n// app/api/items/route.ts\nexport async function POST(req: Request) {{\n  return NextResponse.json({{}}, {{ \
         headers: {{ 'Access-Control-Allow-Origin': 'https://app.example.com' }} }})\n}}",
        refused(&format!("{OF_PREFLIGHT}{MISSING}"))
    );
    let report = told(&text);
    assert_eq!(report["findings"][0]["server_software"], "nextjs", "{report:#}");
    assert!(notes(&text).contains("line 4 is for one method"), "{report:#}");
}

#[test]
fn a_list_in_code_is_told_what_it_lacks() {
    let code = "const corsHeaders = {\n  'Access-Control-Allow-Origin': '*',\n  'Access-Control-Allow-Headers': \
                'authorization, content-type',\n}";
    let line = refused(
        "Request header field x-client-info is not allowed by Access-Control-Allow-Headers in preflight response.",
    );
    let found = notes(&format!("{line}\n\n{code}"));
    assert!(
        found.contains("line 5: `authorization, content-type` lacks `x-client-info`"),
        "{found}"
    );
    let nowhere = code.replace("Allow-Headers", "Allow-Methods");
    let found = notes(&format!("{line}\n\n{nowhere}"));
    assert!(found.contains("nowhere says `Access-Control-Allow-Headers`"), "{found}");
    // A page that sets them asks for more, and answers nobody.
    let page = "axios.post(url, data, { headers: { 'Access-Control-Allow-Headers': '*' } })";
    let found = notes(&format!("{line}\n\n{page}"));
    assert!(!found.contains("lacks") && !found.contains("nowhere"), "{found}");
}

#[test]
fn an_answer_without_the_headers_of_the_others_is_found() {
    let code = "import { corsHeaders } from './cors.ts'\nDeno.serve(async (req) => {\n  if (req.method === 'OPTIONS') \
                return new Response('ok', { headers: corsHeaders })\n  try {\n    return new Response(body, { headers: { \
                ...corsHeaders } })\n  } catch (e) {\n    return new Response(e.message, { status: 500 })\n  }\n})\n\
                export const corsHeaders = {\n  'Access-Control-Allow-Origin': '*',\n}";
    let found = notes(&format!("{}\n\n{code}", refused(MISSING)));
    assert!(found.contains("line 9: an answer without the headers"), "{found}");
    let python = "def lambda_handler(event, context):\n    try:\n        return {\n            'headers': \
                  {'Access-Control-Allow-Origin': '*'},\n            'statusCode': 200,\n        }\n    except KeyError:\n        \
                  return {'statusCode': 404, 'body': 'no'}";
    let found = notes(&format!("{}\n\n{python}", refused(MISSING)));
    assert!(found.contains("line 10: an answer without the headers"), "{found}");
}

#[test]
fn several_origins_in_one_value_are_told_in_which_line() {
    let text = format!(
        "// next.config.js\nheaders: [{{ key: \"Access-Control-Allow-Origin\", value: \
         \"https://app.example.com,https://b.example.com\" }}]\n{}",
        refused(
            "The 'Access-Control-Allow-Origin' header contains multiple values \
             'https://app.example.com,https://b.example.com', but only one is allowed."
        )
    );
    assert!(notes(&text).contains("line 2: several origins in one value"), "{}", notes(&text));
    assert_eq!(told(&text)["findings"][0]["server_software"], "nextjs");
    let gateway = text
        .replace("next.config.js", "globalcors")
        .replace("Access-Control-Allow-Origin\", ", "x\", ");
    assert!(notes(&gateway).contains("DedupeResponseHeader"), "{}", notes(&gateway));
}

#[test]
fn a_page_that_asks_past_a_development_proxy_is_told() {
    let line = "Access to XMLHttpRequest at 'http://localhost:8080/api/users' from origin 'http://localhost:4200' has been \
                blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    for proxy in [
        "{\n  \"/api\": { \"target\": \"http://localhost:8080\", \"secure\": false }\n}",
        "server: { proxy: { '/api': { target: 'http://localhost:8080', changeOrigin: true } } }",
        "\"proxy\": \"http://localhost:8080\"",
        "async rewrites() { return [{ source: '/api/:path*', destination: 'http://localhost:8080/api/:path*' }] }",
    ] {
        let found = notes(&format!("{proxy}\n\n{line}"));
        assert!(found.contains("ask for `/api/users`"), "{proxy}\n{found}");
        let other = proxy.replace("8080", "80801");
        let found = notes(&format!("{other}\n\n{line}"));
        assert!(!found.contains("ask for `/api/users`"), "{other}\n{found}");
    }
}

/// The page of a request that WebKit gave up is not in its text.
#[test]
fn what_safari_says_of_a_request_that_was_given_up_may_be_no_matter_of_cors() {
    let text = "Fetch API cannot load https://app.example.com/api/users due to access control checks.\nUnhandled Promise \
                Rejection: TypeError: Load failed";
    assert!(notes(text).contains("given up"), "{}", notes(text));
    let reason = "[Error] Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200";
    let found = notes(&format!("{reason}\n[Error] {text}"));
    assert!(!found.contains("given up"), "{found}");
}

#[test]
fn a_host_and_a_path_tell_whose_they_are() {
    for (url, server, note) in [
        (
            "https://firebasestorage.googleapis.com/v0/b/x/o/1.png",
            Some("gcs"),
            "Google Cloud Storage",
        ),
        (
            "https://a1.execute-api.us-east-1.amazonaws.com/prod/x",
            Some("api-gateway"),
            "API Gateway",
        ),
        ("https://sso.example.com/realms/r/protocol/openid-connect/token", None, "`Web origins`"),
        ("https://login.microsoftonline.com/t/oauth2/v2.0/token", None, "Single-page application"),
        ("https://script.google.com/macros/s/x/exec", None, "text/plain"),
    ] {
        let line = refused(MISSING).replace("https://api.example.com/api/items", url);
        let report = told(&line);
        assert_eq!(first_rules(&report), ["allow-origin-missing"]);
        assert_eq!(report["findings"][0]["server_software"].as_str(), server, "{report:#}");
        assert!(notes(&line).contains(note), "{report:#}");
    }
}

#[test]
fn a_log_beside_the_console_tells_the_status() {
    let line = refused(MISSING);
    for (log, status) in [
        (
            "INFO: 127.0.0.1:51034 - \"POST /api/items HTTP/1.1\" 500 Internal Server Error",
            Some(500),
        ),
        ("INFO: 127.0.0.1:51034 - \"POST /api/others HTTP/1.1\" 500 Internal Server Error", None),
        ("INFO: 127.0.0.1:51034 - \"OPTIONS /api/items HTTP/1.1\" 500 Internal Server Error", None),
    ] {
        let report = told(&format!("{log}\n\n{line}"));
        assert_eq!(report["findings"][0]["evidence"]["status"].as_u64(), status, "{report:#}");
    }
    // A log's line may begin as JSON does.
    let django = format!(
        "[01/Feb/2026 10:00:00] \"OPTIONS /api/items HTTP/1.1\" 301 0\n\n{}",
        refused(&format!("{OF_PREFLIGHT}Redirect is not allowed for a preflight request."))
    );
    let report = told(&django);
    assert_eq!(first_rules(&report), ["preflight-redirect"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["origin"], "https://app.example.com");
    let router = "heroku[router]: at=info method=OPTIONS path=\"/api/orders\" status=404 bytes=280\napp[web.1]: \
                  ActionController::RoutingError (No route matches [OPTIONS] \"/api/orders\"):";
    let report = told(router);
    assert_eq!(report["findings"][0]["evidence"]["status"], 404, "{report:#}");
    assert_eq!(report["findings"][0]["server_software"], "rails", "{report:#}");
}

#[test]
fn what_a_framework_throws_tells_whose_it_is() {
    for (text, server) in [
        (
            "java.lang.IllegalArgumentException: When allowCredentials is true, allowedOrigins cannot contain the special \
             value \"*\" since that cannot be set on the \"Access-Control-Allow-Origin\" response header.",
            "spring",
        ),
        (
            "System.InvalidOperationException: The CORS protocol does not allow specifying a wildcard (any) origin and \
             credentials at the same time.\n   at Microsoft.AspNetCore.Cors.Infrastructure.CorsPolicyBuilder.Build()",
            "aspnet",
        ),
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), ["wildcard-with-credentials"], "{report:#}");
        assert_eq!(report["findings"][0]["server_software"], server, "{report:#}");
    }
}

#[test]
fn settings_are_found_below_a_sentence_and_without_their_array() {
    let bucket = format!(
        "{}\n\nonly after reload. If I add ?x=1 it works, these are the rules:\n[{{\"AllowedHeaders\":[\"*\"],\"AllowedMethods\":\
         [\"GET\"],\"AllowedOrigins\":[\"https://app.example.com\"]}}]",
        refused(MISSING)
    );
    assert!(notes(&bucket).contains("a configuration of Amazon S3"), "{}", notes(&bucket));
    // Taken out of a file, without its imports.
    let gin = format!(
        "r := gin.Default()\nr.Use(cors.New(cors.Config{{\n\tAllowOrigins: \
         []string{{\"https://app.example.com/\"}},\n}}))\n\n{}",
        refused(MISSING)
    );
    assert!(
        notes(&gin).contains("final slash") || notes(&gin).contains("trailing slash"),
        "{}",
        notes(&gin)
    );
    // Below a call, and with one behind it.
    let nginx = format!(
        "{}\nnew EventSource('https://api.example.com/api/items')\nlocation /api {{\n    add_header Access-Control-Allow-Origin \
         *;\n}}\nlocation.reload()",
        refused(MISSING)
    );
    assert!(notes(&nginx).contains("a configuration of nginx"), "{}", notes(&nginx));
    let laravel = format!(
        "config/cors.php:\n\n    'paths' => ['api/*'],\n    'allowed_methods' => ['*'],\n    'allowed_origins' => \
         ['https://app.example.com'],\n    'allowed_headers' => ['*'],\n    'supports_credentials' => false,\n\n{}",
        refused(MISSING).replace("/api/items", "/sanctum/csrf-cookie")
    );
    let found = notes(&laravel);
    assert!(found.contains("a configuration of Laravel"), "{found}");
    assert!(found.contains("for `/api` and what is below"), "{found}");
    assert!(found.contains("`/sanctum/csrf-cookie` is none of it"), "{found}");
}

#[test]
fn what_chromium_says_of_a_cookie_in_its_panel_is_known() {
    let text = "This Set-Cookie header didn't specify a \"SameSite\" attribute and was defaulted to \"SameSite=Lax,\" and was \
                blocked because it came from a cross-site response which was not the response to a top-level navigation.";
    assert_eq!(first_rules(&told(text)), ["cookie-left-out"]);
    let stored = "This cookie didn't specify a \"SameSite\" attribute when it was stored and was defaulted to \
                  \"SameSite=Lax,\" and was blocked";
    assert_eq!(first_rules(&told(stored)), ["cookie-left-out"]);
}
