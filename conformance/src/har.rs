//! What Chromium's network panel exports: a HAR file from what the browser tells a debugger.

use serde_json::Value;
use serde_json::json;

/// Puts the events of the DevTools protocol's `Network` together, one entry a message, as the panel
/// does: what was refused has its status and headers, and Chromium's error beside them.
pub(crate) fn of(events: &[Value]) -> Value {
    let mut entries: Vec<Entry> = Vec::new();
    for (name, event) in named(events) {
        if name == "Network.requestWillBeSent" {
            if let Some(entry) = entries.iter_mut().rfind(|entry| entry.id == event["requestId"]) {
                entry.answer(&event["redirectResponse"]);
            }
            entries.push(Entry::of(event));
        }
    }
    for (name, event) in named(events) {
        let mut of_request = entries.iter_mut().filter(|entry| entry.id == event["requestId"]);
        match name {
            // Told once a hop, in order, before or after the request itself.
            "Network.requestWillBeSentExtraInfo" => {
                if let Some(entry) = of_request.find(|entry| !entry.has_sent_headers) {
                    entry.has_sent_headers = true;
                    entry.har["request"]["headers"] = lines(&event["headers"]);
                }
            }
            "Network.responseReceivedExtraInfo" => {
                if let Some(entry) = of_request.find(|entry| !entry.has_received_headers) {
                    entry.has_received_headers = true;
                    entry.har["response"]["status"] = event["statusCode"].clone();
                    entry.har["response"]["headers"] = lines(&event["headers"]);
                }
            }
            "Network.responseReceived" => {
                if let Some(entry) = of_request.last().filter(|entry| !entry.has_received_headers) {
                    entry.answer(&event["response"]);
                }
            }
            "Network.loadingFailed" => {
                if let Some(entry) = of_request.last() {
                    entry.har["response"]["_error"] = event["errorText"].clone();
                }
            }
            _ => {}
        }
    }
    let entries: Vec<Value> = entries.into_iter().map(|entry| entry.har).collect();
    let creator = json!({"name": "WebInspector", "version": "537.36"});
    json!({"log": {"version": "1.2", "creator": creator, "pages": [], "entries": entries}})
}

struct Entry {
    id: Value,
    har: Value,
    has_sent_headers: bool,
    has_received_headers: bool,
}

impl Entry {
    fn of(event: &Value) -> Self {
        let request = &event["request"];
        let mut har = json!({
            "_resourceType": event["type"].as_str().unwrap_or_default().to_ascii_lowercase(),
            "request": {
                "method": request["method"],
                "url": request["url"],
                "headers": lines(&request["headers"]),
            },
            "response": {"status": 0, "headers": []},
        });
        if request["hasPostData"] == json!(true) {
            har["request"]["postData"] = json!({"text": request["postData"]});
        }
        let id = event["requestId"].clone();
        Self { id, har, has_sent_headers: false, has_received_headers: false }
    }

    /// Takes the answer as the page's process heard it, unless the wire's own was told.
    fn answer(&mut self, response: &Value) {
        if response.is_object() {
            self.har["response"]["status"] = response["status"].clone();
            self.har["response"]["headers"] = lines(&response["headers"]);
        }
    }
}

fn named(events: &[Value]) -> impl Iterator<Item = (&str, &Value)> {
    events.iter().filter_map(|event| Some((event["method"].as_str()?, &event["params"])))
}

/// `{name: value}` as lines.
fn lines(headers: &Value) -> Value {
    let lines = headers.as_object().into_iter().flatten();
    lines.map(|(name, value)| json!({"name": name, "value": value})).collect()
}
