//! What is in the cluster, kept up to date by watching it.

use std::collections::BTreeSet;
use std::future::ready;
use std::pin::Pin;

use futures_util::Stream;
use futures_util::StreamExt;
use futures_util::stream::select_all;
use kube::Api;
use kube::Client;
use kube::ResourceExt;
use kube::core::ApiResource;
use kube::core::DynamicObject;
use kube::core::GroupVersionKind;
use kube::runtime::WatchStreamExt;
use kube::runtime::reflector;
use kube::runtime::reflector::Store;
use kube::runtime::reflector::store::Writer;
use kube::runtime::watcher;
use kube::runtime::watcher::Event;

use crate::controller::scope::Scope;
use crate::namespace::Namespace;
use crate::resource::CorsPolicy;
use crate::resource::GATEWAY_API;
use crate::resource::extension_resource;

/// What is in the cluster, as far as it was told.
pub(crate) struct Cluster {
    policies: Store<DynamicObject>,
    gateways: Store<DynamicObject>,
    routes: Store<DynamicObject>,
    extensions: Store<DynamicObject>,
    /// Kinds that were not told whole yet.
    waiting: BTreeSet<&'static str>,
}

/// What was told.
#[derive(Debug)]
pub(crate) enum Change {
    /// Something changed in a namespace.
    Namespace(String),
    /// A kind of resources is told whole, for the first time or again.
    Whole(&'static str),
    /// It cannot be watched now; it is tried again, ever more seldom.
    Failure(&'static str, String),
}

/// Changes as they come.
pub(crate) type Changes = Pin<Box<dyn Stream<Item = Change> + Send>>;

/// A policy whose fields are none of ours: its namespace and name, and why.
pub(crate) type Unreadable = (DynamicObject, String);

impl Cluster {
    /// Watches the cluster, or a namespace of it.
    pub(crate) fn watch(client: &Client, scope: &Scope) -> (Self, Changes) {
        let gateway_api = |kind, plural| {
            let kind = GroupVersionKind::gvk(GATEWAY_API, "v1", kind);
            ApiResource::from_gvk_with_plural(&kind, plural)
        };
        let (policies, a) =
            kept(client, scope, "CorsPolicy", ApiResource::erase::<CorsPolicy>(&()));
        let (gateways, b) = kept(client, scope, "Gateway", gateway_api("Gateway", "gateways"));
        let (routes, c) = kept(client, scope, "HTTPRoute", gateway_api("HTTPRoute", "httproutes"));
        let (extensions, d) = kept(client, scope, "EnvoyExtensionPolicy", extension_resource());
        let waiting = ["CorsPolicy", "Gateway", "HTTPRoute", "EnvoyExtensionPolicy"].into();
        let cluster = Self { policies, gateways, routes, extensions, waiting };
        (cluster, Box::pin(select_all([a, b, c, d])))
    }

    /// Notes that a kind is told whole. Out: whether all are.
    pub(crate) fn is_whole(&mut self, told: Option<&'static str>) -> bool {
        told.map(|kind| self.waiting.remove(kind));
        self.waiting.is_empty()
    }

    /// Namespaces with a policy.
    pub(crate) fn namespaces(&self) -> BTreeSet<String> {
        self.policies.state().iter().filter_map(|policy| policy.namespace()).collect()
    }

    /// What is in one of them; and policies whose fields are none, which a server that knows our definition
    /// would not have taken.
    pub(crate) fn namespace(&self, name: &str) -> (Namespace, Vec<Unreadable>) {
        let of = |store: &Store<DynamicObject>| -> Vec<DynamicObject> {
            let objects = store.state();
            let here = objects.iter().filter(|object| object.namespace().as_deref() == Some(name));
            here.map(|object| DynamicObject::clone(object)).collect()
        };
        let mut namespace = Namespace {
            gateways: of(&self.gateways),
            routes: of(&self.routes),
            extensions: of(&self.extensions),
            ..Namespace::default()
        };
        let mut unreadable = Vec::new();
        for object in of(&self.policies) {
            let read = serde_json::to_value(&object).map_err(|error| vec![error.to_string()]);
            match read.and_then(CorsPolicy::read) {
                Ok(policy) => namespace.policies.push(policy),
                Err(mistakes) => unreadable.push((object, mistakes.join("; "))),
            }
        }
        namespace.sort();
        (namespace, unreadable)
    }
}

/// A kind of resources: what is there, and changes.
fn kept(
    client: &Client,
    scope: &Scope,
    kind: &'static str,
    resource: ApiResource,
) -> (Store<DynamicObject>, Changes) {
    let api: Api<DynamicObject> = match scope {
        Scope::Cluster => Api::all_with(client.clone(), &resource),
        Scope::Namespace(name) => Api::namespaced_with(client.clone(), name, &resource),
    };
    let writer: Writer<DynamicObject> = Writer::new(resource);
    let store = writer.as_reader();
    let events = reflector(writer, watcher(api, watcher::Config::default()));
    // That a list is asked for is no success yet: as one it would have every failure be the first.
    let events = events.filter(|event| ready(!matches!(event, Ok(Event::Init))));
    let changes = events.default_backoff().filter_map(move |event| {
        ready(match event {
            Ok(Event::Apply(object) | Event::Delete(object)) => {
                Some(Change::Namespace(object.namespace().unwrap_or_default()))
            }
            // What is told piece by piece counts once it is whole.
            Ok(Event::Init | Event::InitApply(_)) => None,
            Ok(Event::InitDone) => Some(Change::Whole(kind)),
            // It ended, as each does some time; whether another can be had shows when it is asked for.
            Err(watcher::Error::WatchFailed(_)) => None,
            Err(error) => Some(Change::Failure(kind, error.to_string())),
        })
    });
    (store, Box::pin(changes))
}
