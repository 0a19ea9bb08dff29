//! One resource in the memory of a page, and what is done with it when it is asked for again.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::http::directives::Directives;
use super::http::freshness::Freshness;
use super::http::freshness::freshness;
use super::http::stored_response::freshen_headers;
use super::preload_entry::Loaded;
use super::resource_load::ResourceLoad;
use super::resource_load::ResourceType;
use crate::agent::cause::Failure;
use crate::agent::client::Client;
use crate::agent::profile::Profile;
use crate::agent::request::CacheMode;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::response::Response;
use crate::wire::HeaderList;
use crate::wire::Party;
use crate::wire::get_decode_and_split;

/// What is there under a URL.
#[derive(Clone, Debug)]
pub(in crate::agent) struct Resource {
    /// Who asked for it, and how.
    pub(super) client: Arc<Client>,
    pub(super) initiator: Initiator,
    pub(super) loading: ResourceLoad,
    pub(super) mode: RequestMode,
    pub(super) credentials: CredentialsMode,
    pub(in crate::agent) result: Result<Loaded, Failure>,
    /// What its `Vary` named when it came: what a `304` says of that is not heard.
    pub(super) vary: Vec<String>,
    /// Whether a document has preloaded it: then it is used however old it is.
    pub(super) is_preloaded: bool,
    /// The documents that have used it last of what has this URL.
    pub(super) documents: Vec<Arc<Client>>,
}

/// What is done with what is there.
#[derive(Clone, Debug)]
pub(in crate::agent) enum RevalidationPolicy {
    /// It is loaded, and takes the place of what is there.
    Load,
    /// It is used as it is.
    Use(Arc<Resource>),
    /// It is used if it is good for who asks now, too, by the URL that was asked for.
    Update(Arc<Resource>),
    /// It is loaded, and not remembered.
    LoadAside,
    /// The server is asked whether it still holds.
    Revalidate(Arc<Resource>),
}

impl Resource {
    /// Whether it failed to load.
    pub(super) fn failed(&self) -> bool {
        let is_run = matches!(self.loading.kind, ResourceType::Script | ResourceType::Style);
        self.result.as_ref().map_or(true, |loaded| is_run && loaded.response.status >= 400)
    }

    pub(super) fn is_of_document(&self, client: &Client) -> bool {
        self.documents.iter().any(|document| document.is_same_document(client))
    }

    pub(super) fn is_of_page(
        &self,
        client: &Client,
        registrable_domain: fn(&str) -> Option<&str>,
    ) -> bool {
        let (page, other) = (&self.client.top_level, &client.top_level);
        Party::from(page).is_same_site(other.into(), registrable_domain)
    }

    /// Whether what `Vary` names is the same again.
    fn is_for(&self, loading: &ResourceLoad) -> bool {
        let is_same = |name: &String| {
            name != "*" && self.loading.headers.get(name) == loading.headers.get(name)
        };
        self.vary.iter().all(is_same)
    }

    /// Whether script may have what script asked for.
    fn is_reusable_by_script(&self, loading: &ResourceLoad, request: &Request) -> bool {
        let own = &self.loading;
        let is_kept_whole = self.is_preloaded || self.initiator != Initiator::Fetch;
        is_kept_whole
            && (&*own.method, &*request.method) == ("GET", "GET")
            && self.mode == request.mode
            && own.may_carry_credentials == loading.may_carry_credentials
            && own.headers == loading.headers
    }

    /// By what to ask whether it still holds.
    pub(in crate::agent) fn conditions(&self) -> HeaderList {
        let Ok(loaded) = &self.result else { return HeaderList::new() };
        let of = |(validator, condition): (&str, &'static str)| {
            let value = loaded.response.headers.get(validator)?;
            (!value.is_empty()).then(|| (condition, value.into_owned()))
        };
        [("Last-Modified", "If-Modified-Since"), ("ETag", "If-None-Match")]
            .into_iter()
            .filter_map(of)
            .collect()
    }

    pub(super) fn policy(
        &self,
        loading: &ResourceLoad,
        request: &Request,
        profile: &Profile,
        now_ms: u64,
        is_completing: bool,
    ) -> RevalidationPolicy {
        if matches!(request.cache, CacheMode::NoCache | CacheMode::Reload) {
            return RevalidationPolicy::Load;
        }
        if self.client.controller != request.client.controller {
            return RevalidationPolicy::Load;
        }
        if request.is_preload && self.is_preloaded {
            return self.use_or_update(loading, request);
        }
        if self.loading.kind != loading.kind || !self.is_for(loading) {
            return RevalidationPolicy::Load;
        }
        if loading.kind == ResourceType::Raw && !self.is_reusable_by_script(loading, request) {
            return RevalidationPolicy::Load;
        }
        if is_completing && loading.kind == ResourceType::Raw {
            return self.use_or_update(loading, request);
        }
        if matches!(loading.kind, ResourceType::Main | ResourceType::Media | ResourceType::Beacon) {
            return RevalidationPolicy::Load;
        }
        if loading.kind == ResourceType::Image
            && self.result.as_ref().is_ok_and(|loaded| loaded.response.is_ok())
            && self.loading.may_carry_credentials == loading.may_carry_credentials
            && (self.mode, self.credentials) == (request.mode, request.credentials)
            && self.is_of_document(&request.client)
        {
            return self.use_or_update(loading, request);
        }
        if self.is_preloaded {
            return self.use_or_update(loading, request);
        }
        let Ok(loaded) = &self.result else { return RevalidationPolicy::Load };
        let says = Directives::of(&loaded.response.headers);
        let may_be_used = self.loading.redirects_hold(now_ms, profile)
            && !says.no_store
            && self.credentials == request.credentials
            && self.loading.may_carry_credentials == loading.may_carry_credentials;
        if !may_be_used || self.failed() {
            return RevalidationPolicy::Load;
        }
        let is_fresh = loaded.received_ms.is_some_and(|received_ms| {
            freshness(&loaded.response, received_ms, now_ms, profile) == Freshness::Fresh
        });
        if is_fresh && !says.no_cache {
            return self.use_or_update(loading, request);
        }
        let takes_any = matches!(request.cache, CacheMode::ForceCache | CacheMode::OnlyIfCached);
        match takes_any || self.conditions().is_empty() {
            true => RevalidationPolicy::Load,
            false => RevalidationPolicy::Revalidate(Arc::new(self.clone())),
        }
    }

    /// Who asks in another mode, or from another origin, is judged anew.
    fn use_or_update(&self, loading: &ResourceLoad, request: &Request) -> RevalidationPolicy {
        let is_alike =
            self.mode == request.mode && self.client.origin.is_same_origin(&request.client.origin);
        if is_alike || self.loading.kind == ResourceType::Font {
            return RevalidationPolicy::Use(Arc::new(self.clone()));
        }
        match self.failed() || loading.kind == ResourceType::Raw {
            true => RevalidationPolicy::LoadAside,
            false => RevalidationPolicy::Update(Arc::new(self.clone())),
        }
    }

    /// Takes over what a `304` says.
    pub(in crate::agent) fn revalidated(
        mut self,
        by: &Response,
        client: &Client,
        now_ms: u64,
    ) -> Self {
        self.documents.retain(|document| !document.is_same_document(client));
        if let Ok(loaded) = &mut self.result {
            freshen_headers(&mut loaded.response.headers, &by.headers);
            loaded.received_ms = Some(now_ms);
        }
        self
    }
}

/// The names in the `Vary` of what came.
pub(super) fn vary(result: &Result<Loaded, Failure>) -> Vec<String> {
    let vary = result.as_ref().ok().and_then(|loaded| loaded.response.headers.get("Vary"));
    get_decode_and_split(&vary.unwrap_or_default())
}
