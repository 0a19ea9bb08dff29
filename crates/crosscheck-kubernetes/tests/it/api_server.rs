//! An API server that keeps objects and tells of changes: as much of one as the controller asks. It keeps
//! versions and generations, adds defaults, and takes what is owned away with its owner, as Kubernetes does.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;

use axum::Router;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::response::IntoResponse;
use axum::response::Response;
use futures_util::stream;
use serde_json::Value;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A resource's place: its plural, namespace and name.
type Place = (String, String, String);

pub(crate) struct ApiServer {
    state: Mutex<Objects>,
    version: watch::Sender<u64>,
}

#[derive(Default)]
struct Objects {
    there: BTreeMap<Place, Value>,
    /// What changed: version, plural, what became of it, the object.
    changes: Vec<(u64, String, &'static str, Value)>,
    version: u64,
    created: u64,
    /// What was asked, but for reading.
    writes: Vec<String>,
    events: Vec<Value>,
}

impl ApiServer {
    pub(crate) async fn start() -> (Arc<Self>, SocketAddr) {
        let server = Arc::new(Self { state: Mutex::default(), version: watch::Sender::new(0) });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let app = Router::new().fallback(answer).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (server, address)
    }

    /// What somebody applies with kubectl.
    pub(crate) fn put(&self, object: Value) {
        let kind = object["kind"].as_str().expect("a kind").to_owned();
        let name = object["metadata"]["name"].as_str().expect("a name").to_owned();
        self.merge((plural(&kind).into(), "shop".into(), name), object, false);
    }

    /// Deletes, and what is owned goes, too.
    pub(crate) fn delete(&self, kind: &str, name: &str) {
        let mut state = self.state.lock().expect("no panic");
        let gone =
            state.remove(&(plural(kind).into(), "shop".into(), name.into())).expect("it is there");
        let owned = |object: &Value| {
            let owners =
                object["metadata"]["ownerReferences"].as_array().cloned().unwrap_or_default();
            owners.iter().any(|owner| owner["uid"] == gone["metadata"]["uid"])
        };
        let places: Vec<Place> = state
            .there
            .iter()
            .filter(|(_, object)| owned(object))
            .map(|(place, _)| place.clone())
            .collect();
        for place in places {
            state.remove(&place);
        }
        self.version.send_replace(state.version);
    }

    pub(crate) fn get(&self, kind: &str, name: &str) -> Option<Value> {
        let place = (plural(kind).to_owned(), "shop".to_owned(), name.to_owned());
        self.state.lock().expect("no panic").there.get(&place).cloned()
    }

    /// What Envoy Gateway says of what is there now; `None` if it takes it.
    pub(crate) fn envoy_gateway_says(&self, name: &str, refused: Option<&str>) {
        let there = self.get("EnvoyExtensionPolicy", name).expect("it is written");
        let condition = json!({
            "type": "Accepted",
            "status": if refused.is_none() { "True" } else { "False" },
            "reason": if refused.is_none() { "Accepted" } else { "Invalid" },
            "message": refused.unwrap_or("Policy has been accepted."),
            "observedGeneration": there["metadata"]["generation"],
        });
        let status = json!({ "ancestors": [{ "conditions": [condition] }] });
        let place = ("envoyextensionpolicies".into(), "shop".into(), name.into());
        self.merge(place, json!({ "status": status }), true);
    }

    pub(crate) fn writes(&self) -> Vec<String> {
        self.state.lock().expect("no panic").writes.clone()
    }

    pub(crate) fn events(&self) -> Vec<Value> {
        self.state.lock().expect("no panic").events.clone()
    }

    fn merge(&self, place: Place, new: Value, is_status: bool) -> Value {
        let mut state = self.state.lock().expect("no panic");
        let old = state.there.get(&place).cloned();
        let mut object = old.clone().unwrap_or_else(|| json!({}));
        for (name, value) in new.as_object().expect("an object") {
            if (name == "status") == is_status && name != "metadata" {
                object[name] = value.clone();
            }
        }
        for name in ["name", "labels", "ownerReferences"] {
            if let Some(value) = new["metadata"].get(name).filter(|_| !is_status) {
                object["metadata"][name] = value.clone();
            }
        }
        object["metadata"]["namespace"] = json!("shop");
        let modules = object.pointer_mut("/spec/dynamicModule").and_then(Value::as_array_mut);
        for module in modules.into_iter().flatten() {
            module["terminalFilter"] = json!(false);
        }
        if old.as_ref().is_some_and(|old| *old == object) {
            return object;
        }
        state.version += 1;
        let version = state.version;
        match &old {
            None => {
                state.created += 1;
                let (minute, second) = (state.created / 60, state.created % 60);
                object["metadata"]["uid"] = json!(format!("uid-{version}"));
                object["metadata"]["generation"] = json!(1);
                object["metadata"]["creationTimestamp"] =
                    json!(format!("2026-01-01T00:{minute:02}:{second:02}Z"));
            }
            Some(old) if old["spec"] != object["spec"] => {
                let generation = old["metadata"]["generation"].as_u64().unwrap_or(0) + 1;
                object["metadata"]["generation"] = json!(generation);
            }
            Some(_) => {}
        }
        object["metadata"]["resourceVersion"] = json!(version.to_string());
        let told = if old.is_some() { "MODIFIED" } else { "ADDED" };
        state.changes.push((version, place.0.clone(), told, object.clone()));
        state.there.insert(place, object.clone());
        self.version.send_replace(version);
        object
    }
}

impl Objects {
    fn remove(&mut self, place: &Place) -> Option<Value> {
        let mut gone = self.there.remove(place)?;
        self.version += 1;
        gone["metadata"]["resourceVersion"] = json!(self.version.to_string());
        self.changes.push((self.version, place.0.clone(), "DELETED", gone.clone()));
        Some(gone)
    }
}

fn plural(kind: &str) -> &'static str {
    match kind {
        "CorsPolicy" => "corspolicies",
        "Gateway" => "gateways",
        "HTTPRoute" => "httproutes",
        "EnvoyExtensionPolicy" => "envoyextensionpolicies",
        kind => panic!("{kind}"),
    }
}

async fn answer(
    State(server): State<Arc<ApiServer>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let query = uri.query().unwrap_or_default().to_owned();
    let parts: Vec<&str> = uri.path().split('/').skip(1).collect();
    // /apis/GROUP/VERSION/[namespaces/NAMESPACE/]PLURAL[/NAME[/status]]
    let version = parts[1..3].join("/");
    let rest = if parts[3] == "namespaces" { &parts[5..] } else { &parts[3..] };
    if method == Method::GET && rest.len() == 1 {
        return if query.contains("watch=true") {
            watched(&server, rest[0], &query)
        } else {
            list(&server, &version, rest[0])
        };
    }
    let text = body.as_ref();
    let object: Value = serde_json::from_slice(text).unwrap_or_default();
    server.state.lock().expect("no panic").writes.push(format!("{method} {}", uri.path()));
    if rest[0] == "events" {
        server.state.lock().expect("no panic").events.push(object.clone());
        return axum::Json(object).into_response();
    }
    let place = (rest[0].to_owned(), parts[4].to_owned(), rest[1].to_owned());
    let is_status = rest.get(2) == Some(&"status");
    let is_there = server.state.lock().expect("no panic").there.contains_key(&place);
    match method {
        Method::PATCH if !is_status || is_there => {
            assert_eq!(headers["content-type"], "application/apply-patch+yaml");
            assert!(query.contains("fieldManager=crosscheck-kubernetes"), "{query}");
            axum::Json(server.merge(place, object, is_status)).into_response()
        }
        Method::DELETE if is_there => {
            let there = server.state.lock().expect("no panic").there[&place].clone();
            assert_eq!(object["preconditions"]["uid"], there["metadata"]["uid"], "{object}");
            let mut state = server.state.lock().expect("no panic");
            state.remove(&place);
            server.version.send_replace(state.version);
            axum::Json(there).into_response()
        }
        _ => {
            let status = json!({
                "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": "not found",
                "reason": "NotFound", "code": 404,
            });
            (StatusCode::NOT_FOUND, axum::Json(status)).into_response()
        }
    }
}

fn list(server: &ApiServer, version: &str, plural: &str) -> Response {
    let state = server.state.lock().expect("no panic");
    let items = state.there.iter().filter(|(place, _)| place.0 == plural).map(|(_, object)| object);
    axum::Json(json!({
        "apiVersion": version,
        "kind": "List",
        "metadata": { "resourceVersion": state.version.to_string() },
        "items": items.collect::<Vec<_>>(),
    }))
    .into_response()
}

/// A line for each change, as they come.
fn watched(server: &Arc<ApiServer>, plural: &str, query: &str) -> Response {
    let since = query.split('&').find_map(|part| part.strip_prefix("resourceVersion="));
    let since: u64 = since.and_then(|since| since.parse().ok()).unwrap_or(0);
    let seen = (since, server.version.subscribe(), server.clone(), plural.to_owned());
    let lines = stream::unfold(seen, async move |(since, mut versions, server, plural)| {
        loop {
            let next = {
                let state = server.state.lock().expect("no panic");
                let mut changes = state.changes.iter();
                changes.find(|(version, of, ..)| *version > since && *of == plural).cloned()
            };
            if let Some((version, _, told, object)) = next {
                let line = format!("{}\n", json!({ "type": told, "object": object }));
                return Some((Ok::<_, Infallible>(line), (version, versions, server, plural)));
            }
            versions.changed().await.ok()?;
        }
    });
    Response::new(Body::from_stream(lines))
}
