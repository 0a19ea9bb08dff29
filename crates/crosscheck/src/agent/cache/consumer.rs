//! Who needs a file, and which of the files that there are it takes.

use super::hold::Hold;
use super::preload_entry::Entry;
use super::preload_kind::Kind;
use super::preload_kind::kind;
use super::preload_kind::module_kind;
use crate::agent::integrity::is_held_alike;
use crate::agent::integrity::names_a_digest;
use crate::agent::profile::Profile;
use crate::agent::request::CacheMode;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;

/// A request, in the eyes of what was loaded before.
pub(super) struct Consumer<'a> {
    request: &'a Request,
    profile: &'a Profile,
    registrable_domain: fn(&str) -> Option<&str>,
    now_ms: u64,
}

impl<'a> Consumer<'a> {
    /// In: the registrable domain of a host; milliseconds.
    pub(super) fn new(
        request: &'a Request,
        profile: &'a Profile,
        registrable_domain: fn(&str) -> Option<&str>,
        now_ms: u64,
    ) -> Self {
        Self { request, profile, registrable_domain, now_ms }
    }

    /// Whether it is a preload that need not go out where the same was preloaded before.
    pub(super) fn preloads_once(&self) -> bool {
        self.request.is_preload && self.profile.preloads_once
    }

    /// Whether a preload asks for what is there already.
    pub(super) fn has_preloaded(&self, entry: &Entry) -> bool {
        entry.is_of(self.request, self.profile)
            && self.has_at_hand(entry)
            && !matches!(entry.hold, Hold::Module | Hold::Styles | Hold::Fresh)
    }

    /// Whether what was loaded before may serve it at all.
    pub(super) fn is_servable(&self) -> bool {
        let request = self.request;
        request.method == "GET"
            && !request.is_preload
            && request.mode != RequestMode::Navigate
            && (self.profile.preloads_serve_who_asks_anew || !asks_anew(request.cache))
            && (!request.unsafe_request || request.headers.iter().next().is_none())
    }

    /// Whether an entry is what it looks for, be it asked for otherwise.
    pub(super) fn finds(&self, entry: &Entry) -> bool {
        entry.url == self.request.current_url().as_str()
            && self.has_at_hand(entry)
            && self.takes_kind(entry.kind)
            && self.takes_held(entry)
    }

    /// Whether an entry went out with settings that are not its own, which count.
    pub(super) fn mismatches(&self, entry: &Entry) -> bool {
        entry.hold == Hold::Preload
            && !entry.is_asked_alike(self.request)
            && !self.takes_by_crossorigin(entry)
    }

    /// Whether who asks names digests, and not those by which it was preloaded.
    pub(super) fn holds_to_other_digests(&self, entry: &Entry) -> bool {
        let (request, profile) = (self.request, self.profile);
        let Some(integrity) = request.integrity.as_deref().filter(|i| names_a_digest(i)) else {
            return false;
        };
        let is_other = match entry.kind {
            Kind::Fetch => profile.script_shares_no_preload_with_digests,
            _ => !is_held_alike(integrity, entry.integrity.as_deref().unwrap_or_default()),
        };
        is_other && entry.hold == Hold::Preload
    }

    fn has_at_hand(&self, entry: &Entry) -> bool {
        let client = &self.request.client;
        entry.is_at_hand(client, self.profile, self.registrable_domain, self.now_ms)
    }

    fn takes_kind(&self, of_entry: Kind) -> bool {
        let initiator = self.request.initiator;
        let module = module_kind(initiator);
        let takes_scripts = module.is_none() || self.profile.modules_use_preloaded_scripts;
        module == Some(of_entry) || (takes_scripts && kind(initiator) == Some(of_entry))
    }

    fn takes_held(&self, entry: &Entry) -> bool {
        let (request, profile) = (self.request, self.profile);
        // Of what is shown there may be one for each mode.
        let is_alike = || entry.is_asked_alike(request);
        match entry.hold {
            Hold::Preload | Hold::Module => true,
            Hold::OtherPreloads => false,
            Hold::Shown => is_shown(request, profile) && is_alike(),
            Hold::Fresh => is_alike() && entry.is_fresh(profile, self.now_ms) && !entry.varies(),
            // One style has it as another asked for it, unless it needs to see more of it.
            Hold::Styles => {
                request.initiator.is_of_styles()
                    && (is_alike()
                        || (profile.styles_hold_one_image_of_each_url
                            && (request.mode != RequestMode::Cors || !entry.is_opaque())))
            }
        }
    }

    /// Whether what the `crossorigin` of a preload says is all that counts: for script, for some.
    fn takes_by_crossorigin(&self, entry: &Entry) -> bool {
        let includes = |credentials| credentials == CredentialsMode::Include;
        let is_asked_alike = match (self.request.mode, entry.mode) {
            (RequestMode::NoCors, RequestMode::NoCors) => true,
            (RequestMode::Cors, RequestMode::Cors) => {
                includes(self.request.credentials) == includes(entry.credentials)
            }
            _ => false,
        };
        entry.kind == Kind::Fetch
            && is_asked_alike
            && self.profile.fetch_takes_preloads_by_crossorigin
    }
}

/// Whether a document shows or plays what a request brings, and so has it from then on.
pub(super) fn is_shown(request: &Request, profile: &Profile) -> bool {
    let is_kept = match request.initiator {
        Initiator::Image | Initiator::Style => true,
        Initiator::Background | Initiator::Mask | Initiator::Shape => profile.styles_hold_images,
        Initiator::AtImport => profile.documents_keep_sheets,
        initiator => initiator.is_media(),
    };
    is_kept && !request.is_preload
}

/// Whether who asks wants what the server says now.
const fn asks_anew(mode: CacheMode) -> bool {
    matches!(mode, CacheMode::NoStore | CacheMode::Reload | CacheMode::NoCache)
}
