//! A log with one object a line: of Caddy, of Traefik, and of whoever gives nginx or a framework the same names.

use serde_json::Map;
use serde_json::Value;

use super::line::Asked;

/// The longest line that is looked at.
const MOST: usize = 64 * 1024;

/// How deep a record is looked into, where loggers put the request and the answer.
const DEEPEST: usize = 3;

/// An object and those within it, itself first.
fn collect<'v>(
    object: &'v Map<String, Value>,
    deepest: usize,
    all: &mut Vec<&'v Map<String, Value>>,
) {
    all.push(object);
    if deepest > 0 {
        let inner = object.iter().filter(|(name, _)| *name != "headers");
        let inner = inner.filter_map(|(_, value)| value.as_object());
        inner.for_each(|inner| collect(inner, deepest - 1, all));
    }
}

/// Reads a line; `None` if it is no object that tells a method, a path and a status.
pub(super) fn read(line: &str) -> Option<Asked<'static>> {
    let line = line.trim();
    if !line.starts_with('{') || line.len() > MOST {
        return None;
    }
    let object: Map<String, Value> = serde_json::from_str(line).ok()?;
    let mut objects = Vec::new();
    collect(&object, DEEPEST, &mut objects);
    let named =
        |names: &[&str]| objects.iter().find_map(|of| names.iter().find_map(|name| of.get(*name)));
    let text = |names: &[&str]| named(names).and_then(Value::as_str).map(str::to_owned);
    let status = match named(&["status", "DownstreamStatus", "statusCode", "status_code"])? {
        Value::Number(status) => status.to_string(),
        Value::String(status) => status.clone(),
        _ => return None,
    };
    let header = |name: &str| {
        let headers = objects.iter().find_map(|of| of.get("headers")?.as_object())?;
        let (_, value) = headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        value.as_str().or_else(|| value.get(0)?.as_str())
    };
    let kept = text(&["http_origin", "request_Origin", "http_referer"]);
    let page = header("Origin").or_else(|| header("Referer")).or(kept.as_deref());
    let method = text(&["method", "RequestMethod", "request_method"])?;
    let target = text(&["uri", "RequestPath", "request_uri", "path", "url"])?;
    Asked::new(method, target, &status, page)
}
