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
use crate::agent::profile::PreloadReuse;
use crate::agent::profile::Profile;
use crate::agent::profile::SharedMemory;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::response::Response;
use crate::agent::response::ResponseType;
use crate::wire::Origin;
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
    /// Who asked for it.
    pub(in crate::agent) origin: Origin,
    pub(in crate::agent) timing_allowed: bool,
    /// When it came, in milliseconds, if the server was not asked anew since.
    pub(in crate::agent) received_ms: Option<u64>,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The document that it is of.
    pub(super) client: Arc<Client>,
    pub(super) url: String,
    pub(super) kind: Kind,
    pub(super) mode: RequestMode,
    pub(super) credentials: CredentialsMode,
    /// Whether what goes out for it may carry credentials, in the eyes of who tells what is shown apart by that.
    pub(super) may_carry_credentials: bool,
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
            && (self.is_asked_alike(request, profile)
                || (profile.preloads_once_for_all_settings
                    && !self.is_shown()
                    && (self.kind != Kind::Fetch
                        || profile.preload_reuse == PreloadReuse::BySettings
                        || self.mode == request.mode)))
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
        let own = &self.client;
        let is_of_one_origin = || own.origin.is_same_origin(&client.origin);
        let is_shared = match (profile.shared_memory, self.hold) {
            (SharedMemory::OfPage, Hold::Preload | Hold::OtherPreloads) => {
                self.kind != Kind::Fetch || is_of_one_origin()
            }
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

    /// Whether a client is its document: two frames of one URL are two, where one of them is a sandbox.
    pub(super) fn is_of_document(&self, client: &Client) -> bool {
        let own = &self.client;
        (&own.url, &own.origin, &own.top_level) == (&client.url, &client.origin, &client.top_level)
            && (own.is_srcdoc, &own.nonce) == (client.is_srcdoc, &client.nonce)
            && own.top_level_url == client.top_level_url
    }

    /// Whether it was asked for as a request asks.
    pub(super) fn is_asked_alike(&self, request: &Request, profile: &Profile) -> bool {
        (self.mode, self.credentials) == (request.mode, request.credentials)
            && (profile.shared_memory != SharedMemory::OfPage
                || self.may_carry_credentials == may_carry_credentials(request))
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

    /// Whether a browser that looks at the URL above all takes it for a request.
    pub(super) fn serves(&self, request: &Request) -> bool {
        // Script is served if it would send the same: a preload by CORS names its origin at home, too, where script
        // does not.
        let is_sent_alike = request.mode == self.mode
            && !(request.mode == RequestMode::Cors && request.is_at_home())
            && may_carry_credentials(request) == self.may_carry_credentials;
        if self.kind == Kind::Fetch && !is_sent_alike {
            return false;
        }
        let Ok(loaded) = &self.result else {
            // What CORS refused one origin another asks for.
            let is_refused_alike = self.mode == request.mode
                && self.client.origin.is_same_origin(&request.client.origin);
            return is_refused_alike || self.kind == Kind::Font;
        };
        // An error that came by another mode may be none by this one.
        let is_run = matches!(self.kind, Kind::Script | Kind::Style);
        if is_run && self.mode != request.mode && !loaded.response.is_ok() {
            return false;
        }
        let vary = loaded.response.headers.get("Vary").unwrap_or_default();
        let varies = |name: &String| {
            name == "*" || (name.eq_ignore_ascii_case("origin") && self.mode != request.mode)
        };
        !get_decode_and_split(&vary).iter().any(varies)
    }
}

/// Masks always may, shapes never.
pub(super) fn may_carry_credentials(request: &Request) -> bool {
    match (request.initiator, request.credentials) {
        (Initiator::Mask, _) | (_, CredentialsMode::Include) => true,
        (Initiator::Shape, _) | (_, CredentialsMode::Omit) => false,
        (_, CredentialsMode::SameOrigin) => request.origin.is_of(request.initial_url()),
    }
}
