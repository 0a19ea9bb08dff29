//! One file that a document has preloaded or shows, and for whom it is at hand.

use alloc::string::String;
use alloc::sync::Arc;

use url::Url;

use super::hold::Hold;
use super::http::freshness::Freshness;
use super::http::freshness::freshness;
use super::preload_kind::Kind;
use super::preload_kind::kind;
use super::preload_kind::module_kind;
use crate::agent::cause::Failure;
use crate::agent::client::Client;
use crate::agent::profile::Profile;
use crate::agent::profile::SharedMemory;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::response::Response;
use crate::agent::response::ResponseType;
use crate::wire::Party;
use crate::wire::get_decode_and_split;

/// An answer, and where it came from.
#[derive(Clone, Debug)]
pub(in crate::agent) struct Loaded {
    pub(in crate::agent) response: Response,
    /// What it was to who asked for it.
    pub(in crate::agent) response_type: ResponseType,
    pub(in crate::agent) url: Url,
    /// The mode in which it was asked for.
    pub(in crate::agent) mode: RequestMode,
    pub(in crate::agent) timing_allowed: bool,
    /// When it came, in milliseconds, if the server was not asked anew since.
    pub(in crate::agent) received_ms: Option<u64>,
    /// When the server was asked anew, in milliseconds: until that has an answer, it serves.
    pub(in crate::agent) asked_anew_ms: Option<u64>,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The document that it is of.
    pub(super) client: Arc<Client>,
    pub(super) url: String,
    pub(super) kind: Kind,
    pub(super) mode: RequestMode,
    pub(super) credentials: CredentialsMode,
    pub(super) crossorigin: Option<CredentialsMode>,
    pub(super) integrity: Option<String>,
    pub(super) hold: Hold,
    pub(super) result: Result<Loaded, Failure>,
}

impl Entry {
    /// Whether it is what a preload asks for.
    pub(super) fn is_of(&self, request: &Request, profile: &Profile) -> bool {
        let kind = module_kind(request.initiator).or(kind(request.initiator));
        Some(self.kind) == kind
            && self.url == request.current_url().as_str()
            && (self.kind != Kind::Font
                || self.crossorigin == request.preload_crossorigin
                || profile.preloads_once_for_all_settings)
            && (self.is_asked_alike(request)
                || (profile.preloads_once_for_all_settings && !self.is_shown()))
    }

    /// Whether a document has it at hand: its own, or any of the pages of a site, where they share what they preload
    /// or show.
    ///
    /// In: the registrable domain of a host; milliseconds.
    pub(super) fn is_at_hand(
        &self,
        client: &Client,
        profile: &Profile,
        registrable_domain: fn(&str) -> Option<&str>,
        now_ms: u64,
    ) -> bool {
        let asked_anew_ms = self.result.as_ref().ok().and_then(|loaded| loaded.asked_anew_ms);
        if asked_anew_ms.is_some_and(|asked_ms| asked_ms < now_ms) {
            return false;
        }
        let own = &self.client;
        let is_of_one_origin = || own.origin.is_same_origin(&client.origin);
        let is_shared = match (profile.shared_memory, self.hold) {
            (SharedMemory::ImagesOfOneOrigin, Hold::Shown) => {
                self.kind == Kind::Image
                    && is_of_one_origin()
                    && self.is_fresh(profile, now_ms)
                    && !self.varies()
            }
            _ => false,
        };
        let is_of_site = || {
            let (page, other) = (&own.top_level, &client.top_level);
            own.controller == client.controller
                && Party::from(page).is_same_site(other.into(), registrable_domain)
        };
        is_shared && is_of_site() || self.is_of_document(client)
    }

    /// Whether it may be used where it was not asked for: as long as it is fresh, if no redirect led to it.
    pub(super) fn is_fresh(&self, profile: &Profile, now_ms: u64) -> bool {
        let is_fresh = |loaded: &Loaded| {
            loaded.url.as_str() == self.url
                && loaded.received_ms.is_some_and(|received_ms| {
                    freshness(&loaded.response, received_ms, now_ms, profile) == Freshness::Fresh
                })
        };
        self.result.as_ref().is_ok_and(is_fresh)
    }

    /// Whether a client is its document.
    pub(super) fn is_of_document(&self, client: &Client) -> bool {
        self.client.is_same_document(client)
    }

    /// Whether it was asked for as a request asks.
    pub(super) fn is_asked_alike(&self, request: &Request) -> bool {
        (self.mode, self.credentials) == (request.mode, request.credentials)
    }

    /// Whether it is what a document, or a style of it, shows or plays.
    pub(super) fn is_shown(&self) -> bool {
        matches!(self.hold, Hold::Shown | Hold::Styles)
    }

    /// Whether nobody sees what is in it.
    pub(super) fn is_opaque(&self) -> bool {
        let is_seen = |loaded: &Loaded| loaded.response_type != ResponseType::Opaque;
        !self.result.as_ref().is_ok_and(is_seen)
    }

    /// Whether its answer is for one request only.
    pub(super) fn varies(&self) -> bool {
        let Ok(loaded) = &self.result else { return false };
        let vary = loaded.response.headers.get("Vary").unwrap_or_default();
        get_decode_and_split(&vary).iter().any(|name| name == "*")
    }
}
