//! What the documents of a page have in memory: one resource for each URL, as WebKit has it.

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::sync::Arc;

use url::Url;

use super::preload_entry::Loaded;
use super::resource::Resource;
use super::resource::RevalidationPolicy;
use super::resource::vary;
use super::resource_load::ResourceLoad;
use super::resource_load::without_fragment;
use crate::agent::cause::Failure;
use crate::agent::client::Global;
use crate::agent::profile::Profile;
use crate::agent::request::Initiator;
use crate::agent::request::Request;

/// What the documents of a page have loaded: one resource for each URL, whoever asked for it.
///
/// Bounded: what is oldest is forgotten.
#[derive(Clone, Debug, Default)]
pub struct MemoryCache {
    resources: VecDeque<Resource>,
    /// The resource of which XHR has just been told that it still holds, and when, in milliseconds: whoever
    /// asks for it from within its event is served.
    completing: Option<(String, u64)>,
}

impl MemoryCache {
    /// The most that is remembered at once.
    pub const CAPACITY: usize = 64;

    /// Forgets what it holds of a URL.
    pub(in crate::agent) fn forget(&mut self, url: &Url) {
        let url = without_fragment(url);
        self.resources.retain(|resource| resource.loading.url != url);
    }

    /// A request sets out: nothing is within an event of the one before any more.
    ///
    /// Out: whether it did so within the event that says that the same resource still holds.
    pub(in crate::agent) fn set_out(&mut self, url: &Url, now_ms: u64) -> bool {
        self.completing.take() == Some((without_fragment(url), now_ms))
    }

    /// What is done with what is there of a URL.
    pub(in crate::agent) fn determine_revalidation_policy(
        &mut self,
        loading: &ResourceLoad,
        request: &Request,
        profile: &Profile,
        registrable_domain: fn(&str) -> Option<&str>,
        now_ms: u64,
        is_completing: bool,
    ) -> RevalidationPolicy {
        let client = &request.client;
        let position = self.resources.iter().position(|resource| {
            resource.loading.url == loading.url && resource.is_of_page(client, registrable_domain)
        });
        let Some(existing) = position.and_then(|position| self.resources.get_mut(position)) else {
            return RevalidationPolicy::Load;
        };
        let policy = match existing.policy(loading, request, profile, now_ms, is_completing) {
            // What is preloaded outlives what a document's own worker asks for.
            RevalidationPolicy::Load
                if existing.is_preloaded && client.global == Global::DedicatedWorker =>
            {
                RevalidationPolicy::LoadAside
            }
            policy => policy,
        };
        match policy {
            RevalidationPolicy::Use(_) => {
                existing.is_preloaded |= request.is_preload;
                if !existing.is_of_document(client) && existing.documents.len() < 16 {
                    existing.documents.push(Arc::clone(client));
                }
            }
            RevalidationPolicy::LoadAside | RevalidationPolicy::Update(_) => {
                existing.documents.retain(|document| !document.is_same_document(client));
            }
            RevalidationPolicy::Load | RevalidationPolicy::Revalidate(_) => {
                self.resources.remove(position.unwrap_or_default());
            }
        }
        policy
    }

    /// Remembers how a load ended.
    pub(in crate::agent) fn add(
        &mut self,
        loading: ResourceLoad,
        request: &Request,
        result: Result<Loaded, Failure>,
        registrable_domain: fn(&str) -> Option<&str>,
    ) {
        let resource = Resource {
            client: Arc::clone(&request.client),
            initiator: request.initiator,
            mode: request.mode,
            credentials: request.credentials,
            loading,
            vary: vary(&result),
            result,
            is_preloaded: request.is_preload,
            documents: [Arc::clone(&request.client)].into(),
        };
        if resource.failed() && !request.is_preload {
            return;
        }
        self.insert(resource, registrable_domain);
    }

    /// Puts a resource back that still holds, as the server says to a request at a moment, in milliseconds.
    pub(in crate::agent) fn put_back(
        &mut self,
        resource: Resource,
        request: &Request,
        registrable_domain: fn(&str) -> Option<&str>,
        now_ms: u64,
    ) {
        if request.initiator == Initiator::Xhr {
            self.completing = Some((resource.loading.url.clone(), now_ms));
        }
        self.insert(resource, registrable_domain);
    }

    fn insert(&mut self, resource: Resource, registrable_domain: fn(&str) -> Option<&str>) {
        self.resources.retain(|other| {
            other.loading.url != resource.loading.url
                || !other.is_of_page(&resource.client, registrable_domain)
        });
        while self.resources.len() >= Self::CAPACITY {
            self.resources.pop_front();
        }
        self.resources.push_back(resource);
    }
}
