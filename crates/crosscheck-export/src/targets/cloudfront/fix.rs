//! CloudFront. A response headers policy adds the headers on the way out, but the status of a preflight
//! is its origin's; so a function answers that before.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let methods = methods(grant);
    let (known, unknown): (Vec<&str>, Vec<&str>) =
        methods.iter().partition(|method| KNOWN.contains(method));
    let origins = grant.origins_or_example();
    // The field may not be empty; this one needs no permission.
    let names = match header_names(grant) {
        [] => vec!["accept"],
        names => names.iter().map(String::as_str).collect(),
    };
    let list = |name: &str, items: &[&str]| {
        let (count, items) = (items.len(), quoted(items));
        format!("    \"AccessControl{name}\": {{ \"Quantity\": {count}, \"Items\": [{items}] }},")
    };
    let exposed: Vec<&str> = grant.expose.iter().map(String::as_str).collect();
    let policy = lines(&[
        (true, "{"),
        (true, "  \"Name\": \"cors\","),
        (true, "  \"CorsConfig\": {"),
        (true, &list("AllowOrigins", &origins)),
        (true, &list("AllowMethods", &known)),
        (true, &list("AllowHeaders", &names)),
        (!exposed.is_empty(), &list("ExposeHeaders", &exposed)),
        (true, &format!("    \"AccessControlAllowCredentials\": {},", grant.credentials)),
        (true, "    \"AccessControlMaxAgeSec\": 600,"),
        (true, "    \"OriginOverride\": true"),
        (true, "  }"),
        (true, "}"),
    ]);
    let preflight = match grant.preflight.is_some() {
        false => String::new(),
        true => answer_to_preflights(&quoted(&origins), &methods, header_names(grant), grant),
    };
    let mut notes = vec![
        "the behavior's allowed methods must hold OPTIONS, and those that pages use",
        "headers are added where a request has an `Origin` only; an answer to any other may be kept by a \
         browser without them, and without `Vary`",
    ];
    if !unknown.is_empty() {
        notes.push("CloudFront knows GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS only");
    }
    Fix::of(
        &[
            ("as a response headers policy of the behavior", policy),
            ("as a CloudFront function at the viewer request", preflight),
        ],
        &notes,
    )
}

fn answer_to_preflights(
    origins: &str,
    methods: &[&str],
    names: &[String],
    grant: &RequiredHeaders,
) -> String {
    let header = |name: &str, value: &str| format!("      \"{name}\": {{ value: {value} }},");
    let quoted = |items: String| format!("\"{items}\"");
    lines(&[
        (true, "function handler(event) {"),
        (true, "  var request = event.request;"),
        (true, "  var origin = request.headers.origin && request.headers.origin.value;"),
        (
            true,
            "  if (request.method !== \"OPTIONS\" || !request.headers[\"access-control-request-method\"]",
        ),
        (true, &format!("    || [{origins}].indexOf(origin) < 0) return request;")),
        (true, "  return {"),
        (true, "    statusCode: 204,"),
        (true, "    headers: {"),
        (true, &header("access-control-allow-origin", "origin")),
        (grant.credentials, &header("access-control-allow-credentials", "\"true\"")),
        (true, &header("access-control-allow-methods", &quoted(methods.join(", ")))),
        (!names.is_empty(), &header("access-control-allow-headers", &quoted(names.join(", ")))),
        (true, &header("access-control-max-age", "\"600\"")),
        (true, "      vary: { value: \"Origin\" },"),
        (true, "    },"),
        (true, "  };"),
        (true, "}"),
    ])
}
