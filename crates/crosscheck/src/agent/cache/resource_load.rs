//! What a request asks of the memory of its page.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use url::Position;
use url::Url;

use super::http::directives::Directives;
use super::http::freshness::Freshness;
use super::http::freshness::freshness;
use super::http::stored_response::is_conditional;
use crate::agent::profile::Profile;
use crate::agent::request::CacheMode;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::response::Response;
use crate::wire::HeaderList;

/// As what a resource is loaded. One that is there as something else is loaded anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::agent) enum ResourceType {
    /// What script asks for, and is handed as it comes.
    Raw,
    Image,
    Script,
    Style,
    Font,
    Track,
    Media,
    SvgDocument,
    /// A document.
    Main,
    Beacon,
}

/// What is asked of the memory, and becomes of the answer in it.
#[derive(Clone, Debug)]
pub(in crate::agent) struct ResourceLoad {
    pub(super) url: String,
    pub(super) kind: ResourceType,
    pub(super) method: String,
    /// What script set, and `Origin` where it goes out from the start.
    pub(super) headers: HeaderList,
    pub(super) may_carry_credentials: bool,
    /// The redirects that were followed, and when they came, in milliseconds.
    pub(in crate::agent) redirects: Vec<(Response, u64)>,
}

impl ResourceLoad {
    /// What a request asks of the memory; nothing if it passes by.
    pub(in crate::agent) fn of(request: &Request) -> Option<Self> {
        let passes_by = request.cache == CacheMode::NoStore
            || request.initiator == Initiator::EventSource
            || request.cache == CacheMode::Default && is_conditional(&request.headers);
        let kind = resource_type(request.initiator).filter(|_| !passes_by)?;
        let mut headers = request.headers.clone();
        let is_by_script = kind == ResourceType::Raw && !request.is_preload;
        if request.mode == RequestMode::Cors && !(is_by_script && request.is_at_home()) {
            headers.append("Origin", request.client.origin.serialize());
        }
        Some(Self {
            url: without_fragment(request.initial_url()),
            kind,
            method: request.method.to_string(),
            headers,
            may_carry_credentials: may_carry_credentials(request),
            redirects: Vec::new(),
        })
    }

    /// Whether each redirect on the way says that it holds.
    pub(super) fn redirects_hold(&self, now_ms: u64, profile: &Profile) -> bool {
        self.redirects.iter().all(|(redirect, received_ms)| {
            let says = Directives::of(&redirect.headers);
            !(says.no_store || says.no_cache || says.must_revalidate)
                && freshness(redirect, *received_ms, now_ms, profile) == Freshness::Fresh
        })
    }
}

fn resource_type(initiator: Initiator) -> Option<ResourceType> {
    Some(match initiator {
        Initiator::Fetch | Initiator::Xhr | Initiator::ImportScripts | Initiator::EventSource => {
            ResourceType::Raw
        }
        Initiator::Image | Initiator::Shape | Initiator::Background | Initiator::Mask => {
            ResourceType::Image
        }
        Initiator::Script
        | Initiator::ModuleScript
        | Initiator::Import
        | Initiator::JsonModule
        | Initiator::CssModule => ResourceType::Script,
        Initiator::Style | Initiator::AtImport => ResourceType::Style,
        Initiator::Font => ResourceType::Font,
        Initiator::Track => ResourceType::Track,
        Initiator::Video | Initiator::Audio => ResourceType::Media,
        Initiator::SvgUse => ResourceType::SvgDocument,
        Initiator::Iframe | Initiator::Form => ResourceType::Main,
        Initiator::Beacon | Initiator::FetchLater => ResourceType::Beacon,
        Initiator::WebSocket => return None,
    })
}

/// Masks always may, shapes never.
fn may_carry_credentials(request: &Request) -> bool {
    match (request.initiator, request.credentials) {
        (Initiator::Mask, _) | (_, CredentialsMode::Include) => true,
        (Initiator::Shape, _) | (_, CredentialsMode::Omit) => false,
        (_, CredentialsMode::SameOrigin) => request.origin.is_of(request.initial_url()),
    }
}

/// A URL without its fragment.
pub(super) fn without_fragment(url: &Url) -> String {
    url[..Position::AfterQuery].to_string()
}
