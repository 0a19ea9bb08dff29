//! What can be held of patches whose servers cannot be had here: YAML is read as it is meant, by another
//! program's parser, and a function of CloudFront does by itself what it is to do.

use std::io::Write as _;
use std::process::Command;
use std::process::Stdio;

use conformance::explain::explain;
use conformance::peer;
use serde_json::Value;
use serde_json::json;

const REQUEST: &str = "curl 'https://api.example/orders' -X DELETE -H 'Origin: https://app.example' -H \
                       'X-Token: 1' -b 'a=1'";

fn parts(server: &str) -> Vec<String> {
    explain(&["--server", server], REQUEST).patch()
}

#[test]
fn yaml_is_read_as_it_is_meant() {
    let methods = json!(["GET", "HEAD", "POST", "DELETE"]);
    for (server, at, meant) in [
        (
            "gateway-api",
            "/filters/0/cors",
            json!({
                "allowOrigins": ["https://app.example"], "allowCredentials": true,
                "allowMethods": methods, "allowHeaders": ["x-token"], "maxAge": 600,
            }),
        ),
        (
            "istio",
            "/corsPolicy",
            json!({
                "allowOrigins": [{"exact": "https://app.example"}], "allowCredentials": true,
                "allowMethods": methods, "allowHeaders": ["x-token"], "maxAge": "600s",
            }),
        ),
        (
            "traefik",
            "/http/middlewares/cors/headers",
            json!({
                "accessControlAllowOriginList": ["https://app.example"],
                "accessControlAllowCredentials": true, "accessControlAllowMethods": methods,
                "accessControlAllowHeaders": ["x-token"], "accessControlMaxAge": 600,
                "addVaryHeader": true,
            }),
        ),
        (
            "kong",
            "/plugins/0/config",
            json!({
                "origins": ["https://app.example"], "credentials": true, "methods": methods,
                "headers": ["x-token"], "max_age": 600, "preflight_continue": false,
            }),
        ),
        (
            "ingress-nginx",
            "/metadata/annotations",
            json!({
                "nginx.ingress.kubernetes.io/enable-cors": "true",
                "nginx.ingress.kubernetes.io/cors-allow-origin": "https://app.example",
                "nginx.ingress.kubernetes.io/cors-allow-credentials": "true",
                "nginx.ingress.kubernetes.io/cors-allow-methods": "GET, HEAD, POST, DELETE",
                "nginx.ingress.kubernetes.io/cors-allow-headers": "x-token",
                "nginx.ingress.kubernetes.io/cors-max-age": "600",
            }),
        ),
    ] {
        let script = "puts JSON.dump(YAML.load(STDIN.read))";
        let args = ["-ryaml", "-rjson", "-e", script];
        let Some(read) = told_by("ruby", &args, &parts(server)[0]) else { return };
        assert_eq!(read.pointer(at), Some(&meant), "{server}: {read:#}");
    }
}

#[test]
fn cloudfronts_function_answers_preflights_of_the_page_and_passes_on_all_else() {
    let script = "
const asked = (method, origin, wanted) => {
    const headers = { origin: { value: origin } };
    if (wanted) headers['access-control-request-method'] = { value: wanted };
    const request = { method, uri: '/orders', headers };
    const answer = handler({ version: '1.0', request });
    return answer === request ? 'passed on' : answer;
};
console.log(JSON.stringify([
    asked('OPTIONS', 'https://app.example', 'DELETE'),
    asked('OPTIONS', 'https://other.example', 'DELETE'),
    asked('OPTIONS', 'https://app.example'),
    asked('DELETE', 'https://app.example'),
]));";
    let function = format!("{}{script}", parts("cloudfront")[1]);
    let Some(told) = told_by("node", &["-"], &function) else { return };
    let said = |name: &str| told[0]["headers"][name]["value"].as_str();
    assert_eq!(told[0]["statusCode"], 204);
    assert_eq!(said("access-control-allow-origin"), Some("https://app.example"));
    assert_eq!(said("access-control-allow-credentials"), Some("true"));
    assert_eq!(said("access-control-allow-methods"), Some("GET, HEAD, POST, DELETE"));
    assert_eq!(said("access-control-allow-headers"), Some("x-token"));
    assert_eq!(said("vary"), Some("Origin"));
    assert_eq!(told.as_array().map(|all| &all[1..]), Some(&["passed on"; 3].map(Value::from)[..]));
}

/// What a program prints as JSON about an input; `None` if it is not installed.
fn told_by(program: &str, arguments: &[&str], input: &str) -> Option<Value> {
    let program = peer::require_or_skip(program)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("its input is piped");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    Some(serde_json::from_slice(&output.stdout).expect(input))
}
