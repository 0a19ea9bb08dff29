//! HAR files: what browsers and tools write into them, what they leave out, and what befalls them on the way.

use arbitrary::Result;
use arbitrary::Unstructured;
use serde_json::Value;
use serde_json::json;

use crate::METHODS;
use crate::list;
use crate::text;

/// A file, a list of its entries, one of them, or one a line; some of them cut off.
pub fn har(u: &mut Unstructured<'_>) -> Result<String> {
    let entries = list(u, 8, entry)?;
    let log = json!({
        "creator": { "name": text(u, CREATORS)? },
        "pages": list(u, 2, page)?,
        "entries": entries,
    });
    let mut file = match u.int_in_range(0..=9)? {
        0 => json!(entries).to_string(),
        1 => entries.first().unwrap_or(&Value::Null).to_string(),
        2 => json!({ "data": { "har": { "log": log } } }).to_string(),
        3 => entries.iter().map(|entry| entry.to_string()).collect::<Vec<_>>().join("\n"),
        _ => json!({ "log": log }).to_string(),
    };
    if u.ratio(1_u8, 8_u8)? {
        let mut end = u.int_in_range(0..=file.len())?;
        while !file.is_char_boundary(end) {
            end -= 1;
        }
        file.truncate(end);
    }
    Ok(file)
}

fn page(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(json!({ "id": text(u, PAGES)?, "title": text(u, URLS)? }))
}

fn entry(u: &mut Unstructured<'_>) -> Result<Value> {
    let mut entry = json!({
        "request": {
            "method": text(u, METHODS)?,
            "url": text(u, URLS)?,
            "headers": list(u, 6, asked)?,
        },
        "response": {
            "status": u.choose(STATUSES)?,
            "headers": list(u, 6, answered)?,
            "content": { "text": text(u, WORDS)?, "encoding": u.choose(&["", "base64"])? },
        },
        "pageref": u.choose(PAGES)?,
    });
    for (name, words) in [
        ("_resourceType", &["fetch", "xhr", "preflight", "font", "image", "websocket"][..]),
        ("_error", ERRORS),
        ("_failureText", ERRORS),
        ("_fromCache", &["disk", "memory"]),
    ] {
        if u.ratio(1_u8, 4_u8)? {
            entry[name] = text(u, words)?.into();
        }
    }
    if u.ratio(1_u8, 4_u8)? {
        entry["request"]["postData"] = json!({ "text": "{}" });
    }
    // What a writer does not know it leaves out, or it writes nothing, or a value of another type.
    if u.ratio(1_u8, 6_u8)? {
        let path = u.choose(PARTS)?;
        if let Some(part) = entry.pointer_mut(path) {
            *part = u.choose(&[json!(null), json!(-1), json!(""), json!([]), json!({})])?.clone();
        }
    }
    Ok(entry)
}

fn asked(u: &mut Unstructured<'_>) -> Result<Value> {
    line(u, ASKED)
}

fn answered(u: &mut Unstructured<'_>) -> Result<Value> {
    line(u, ANSWERED)
}

fn line(u: &mut Unstructured<'_>, names: &[&str]) -> Result<Value> {
    Ok(json!({ "name": text(u, names)?, "value": text(u, VALUES)? }))
}

const CREATORS: &[&str] = &["WebInspector", "Firefox", "WebKit Web Inspector", "Playwright", ""];
const PAGES: &[&str] = &["page_1", "page_2", ""];
const STATUSES: &[i64] = &[200, 204, 0, -1, 301, 302, 304, 307, 400, 401, 403, 405, 429, 500, 502];

const URLS: &[&str] = &[
    "https://api.example/a",
    "https://api.example/b?c#d",
    "https://app.example/a",
    "https://other.example/",
    "http://api.example/a",
    "http://localhost:3000/",
    "http://192.168.0.1/",
    "wss://api.example/",
    "data:,a",
    "/a",
    "",
];

const ASKED: &[&str] = &[
    "Origin",
    "origin",
    "Referer",
    "Access-Control-Request-Method",
    "Access-Control-Request-Headers",
    "Sec-Fetch-Mode",
    "Sec-Fetch-Dest",
    "Host",
    "Cookie",
    "Authorization",
    "Content-Type",
    "X-A",
    ":authority",
];

const ANSWERED: &[&str] = &[
    "Access-Control-Allow-Origin",
    "access-control-allow-origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
    "Location",
    "Vary",
    "Server",
    "Content-Type",
    "Cache-Control",
    "ETag",
];

const VALUES: &[&str] = &[
    "https://app.example",
    "https://app.example/",
    "https://other.example",
    "https://app.example\n*",
    "null",
    "*",
    "true",
    "cors",
    "no-cors",
    "GET",
    "PUT",
    "content-type",
    "x-a",
    "Origin",
    "application/json",
    "https://api.example/b",
    "nginx",
    "max-age=600",
    "",
];

const ERRORS: &[&str] = &[
    "net::ERR_FAILED",
    "net::ERR_ABORTED",
    "net::ERR_BLOCKED_BY_CLIENT",
    "net::ERR_BLOCKED_BY_ORB",
    "net::ERR_NAME_NOT_RESOLVED",
    "NS_ERROR_DOM_BAD_URI",
    "",
];

const WORDS: &[&str] = &["Invalid CORS request", "SW52YWxpZCBDT1JTIHJlcXVlc3Q=", "{}", ""];

const PARTS: &[&str] = &[
    "/request",
    "/request/method",
    "/request/url",
    "/request/headers",
    "/request/headers/0",
    "/request/headers/0/value",
    "/response",
    "/response/status",
    "/response/headers",
    "/response/headers/0/name",
    "/response/content",
    "/response/content/text",
    "/pageref",
];
