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

/// Why a preload did not serve who asked for the same URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "these are what must be the same")]
pub enum PreloadMismatch {
    /// It went out with other credentials.
    Credentials,
    /// It went out in another mode.
    Mode,
    /// It was held to other digests.
    Integrity,
}

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
        self.is_for_others() && self.profile.preloads_once
    }

    /// Whether it is a link's for whoever needs its file. A module that is preloaded is one already.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-modulepreload-module-script-graph>
    fn is_for_others(&self) -> bool {
        let is_module = module_kind(self.request.initiator).is_some();
        self.request.is_preload && !(is_module && self.profile.module_preloads_look_into_module_map)
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
        // What may not even be asked for is not looked for.
        let stays_home = request.mode == RequestMode::SameOrigin;
        request.method == "GET"
            && !self.is_for_others()
            && request.mode != RequestMode::Navigate
            && (self.profile.preloads_serve_who_asks_anew || !asks_anew(request.cache))
            && (!stays_home || request.is_at_home())
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

    /// Why a preload is not for it, if it is none.
    pub(super) fn mismatch(&self, entry: &Entry) -> Option<PreloadMismatch> {
        if self.holds_to_other_digests(entry) {
            return Some(PreloadMismatch::Integrity);
        }
        self.mismatches(entry).then(|| match entry.credentials == self.request.credentials {
            true => PreloadMismatch::Mode,
            false => PreloadMismatch::Credentials,
        })
    }

    /// Whether a preload is held to digests that are not those of one before.
    pub(super) fn preloads_by_other_digests(&self, entry: &Entry) -> bool {
        // Of others the attribute is ignored.
        let has_digests = matches!(entry.kind, Kind::Script | Kind::Style | Kind::Font);
        has_digests
            && self.profile.preloads_once_for_all_settings
            && self.holds_to_other_digests(entry)
    }

    /// Whether a module is preloaded that its document has by another `crossorigin`, where that counts.
    pub(super) fn preloads_module_of_another(&self, entry: &Entry) -> bool {
        self.request.is_preload
            && entry.hold == Hold::Module
            && self.profile.module_preloads_hold_to_crossorigin
            && entry.crossorigin != self.request.preload_crossorigin
    }

    /// Whether who asks names digests, and not those by which it was preloaded.
    fn holds_to_other_digests(&self, entry: &Entry) -> bool {
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
        let kind = match initiator {
            Initiator::JsonModule | Initiator::CssModule
                if self.profile.modules_of_any_type_use_preloaded_scripts =>
            {
                Some(Kind::Script)
            }
            _ => kind(initiator),
        };
        let has_module = match of_entry {
            Kind::Module(_) if self.profile.module_map_knows_no_types => module.is_some(),
            _ => module == Some(of_entry),
        };
        has_module || (takes_scripts && kind == Some(of_entry))
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
