//! What a document has preloaded, and when it serves whoever needs it.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::string::ToString;
use alloc::sync::Arc;

use url::Url;

use super::preload_entry::Entry;
use super::preload_entry::Hold;
use super::preload_entry::Loaded;
use super::preload_entry::may_carry_credentials;
use super::preload_kind::Kind;
use super::preload_kind::kind;
use super::preload_kind::module_kind;
use crate::agent::cause::Cause;
use crate::agent::cause::Failure;
use crate::agent::client::Global;
use crate::agent::profile::PreloadReuse;
use crate::agent::profile::Profile;
use crate::agent::profile::SharedMemory;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::response::FilteredResponse;
use crate::wire::Party;

/// What documents have preloaded and not used yet, and which modules they have.
///
/// Bounded: what is oldest is forgotten.
///
/// Spec: <https://html.spec.whatwg.org/multipage/links.html#map-of-preloaded-resources>
#[derive(Clone, Debug, Default)]
pub struct PreloadCache {
    entries: VecDeque<Entry>,
}

/// Why a preload did not serve who asked for the same URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "these are what must be the same")]
pub enum PreloadMismatch {
    /// It went out with other credentials.
    Credentials,
    /// It went out in another mode.
    Mode,
}

/// What there is for a request.
#[derive(Debug)]
pub(in crate::agent) enum Preloaded {
    Nothing,
    /// Something, but not for this request.
    Mismatch(PreloadMismatch),
    /// How its fetch ended, and for what it was held.
    Ended(Box<Result<Loaded, Failure>>, Hold),
}

impl PreloadCache {
    /// The most that is remembered at once.
    pub const CAPACITY: usize = 64;

    /// Forgets what it holds of a URL: an image, above all, that turned out to be none.
    pub fn forget(&mut self, url: &Url) {
        self.entries.retain(|entry| entry.url != url.as_str());
    }

    /// Whether it is to be told how a fetch ended.
    pub(in crate::agent) fn wants(request: &Request, profile: &Profile) -> bool {
        request.is_preload
            || request.initiator.is_module()
            || is_shown(request, profile)
            || (request.initiator == Initiator::Script && profile.loading_preloads)
    }

    /// Whether it is to be told that what it had was used: a preload that is used up, and what other styles may name.
    pub(in crate::agent) fn wants_used(request: &Request, hold: Hold, profile: &Profile) -> bool {
        match hold {
            Hold::Preload => {
                !request.is_preload && profile.preload_reuse == PreloadReuse::BySettings
            }
            Hold::Shown => request.initiator.is_of_styles(),
            Hold::OtherPreloads | Hold::Module | Hold::Styles => false,
        }
    }

    /// Spec: <https://html.spec.whatwg.org/multipage/links.html#consume-a-preloaded-resource>
    pub(in crate::agent) fn consume(
        &mut self,
        request: &Request,
        profile: &Profile,
        registrable_domain: fn(&str) -> Option<&str>,
    ) -> Preloaded {
        if request.is_preload && profile.preloads_once {
            // What CORS refused is asked for again without it, where preloads are told apart by their URL.
            let is_told_apart = |entry: &Entry| {
                profile.preload_reuse == PreloadReuse::ByUrl
                    && entry.kind != Kind::Font
                    && entry.result.is_err()
                    && entry.mode != request.mode
            };
            let is_it = |entry: &&Entry| {
                entry.is_of(request, profile)
                    && entry.is_at_hand(&request.client, profile, registrable_domain)
                    && !matches!(entry.hold, Hold::Module | Hold::Styles)
                    && !is_told_apart(entry)
            };
            let found = self.entries.iter().find(is_it);
            return found.map_or(Preloaded::Nothing, ended);
        }
        if self.entries.is_empty() || !is_servable(request) {
            return Preloaded::Nothing;
        }
        let url = request.current_url().as_str();
        let kinds = match module_kind(request.initiator) {
            Some(module) if !profile.modules_use_preloaded_scripts => [Some(module), None],
            module => [module, kind(request.initiator)],
        };
        // Of what is shown there may be one for each mode.
        let is_alike = |entry: &Entry| entry.is_asked_alike(request, profile);
        let is_held_for_it = |entry: &Entry| match entry.hold {
            Hold::Preload | Hold::Module => true,
            Hold::OtherPreloads => false,
            Hold::Shown => is_shown(request, profile) && is_alike(entry),
            // One style has it as another asked for it, unless it needs to see more of it.
            Hold::Styles => {
                request.initiator.is_of_styles()
                    && (is_alike(entry)
                        || (profile.styles_hold_one_image_of_each_url
                            && (request.mode != RequestMode::Cors || !entry.is_opaque())))
            }
        };
        // Of preloads without CORS the mode is all that counts, for some.
        let is_by_mode = |entry: &Entry| {
            entry.kind == Kind::Fetch
                && (request.mode, entry.mode) == (RequestMode::NoCors, RequestMode::NoCors)
                && profile.no_cors_fetch_takes_any_preload
        };
        let is_another = |entry: &Entry| {
            entry.hold == Hold::Preload
                && profile.preload_reuse == PreloadReuse::BySettings
                && !is_alike(entry)
                && !is_by_mode(entry)
        };
        let is_it = |entry: &Entry| {
            entry.url == url
                && entry.is_at_hand(&request.client, profile, registrable_domain)
                && kinds.contains(&Some(entry.kind))
                && is_held_for_it(entry)
        };
        let mut entries = self.entries.iter();
        let found = entries.position(|entry| is_it(entry) && !is_another(entry));
        let found = found.or_else(|| self.entries.iter().position(is_it));
        let Some(index) = found else { return Preloaded::Nothing };
        let entry = &self.entries[index];
        if entry.hold == Hold::Shown {
            let is_served = !(profile.held_files_vary && entry.varies());
            return if is_served { ended(entry) } else { Preloaded::Nothing };
        }
        if matches!(entry.hold, Hold::Module | Hold::Styles) {
            return ended(entry);
        }
        if profile.preload_reuse == PreloadReuse::ByUrl {
            if entry.serves(request) {
                return ended(entry);
            }
            // What comes instead takes its place.
            self.entries.remove(index);
            return Preloaded::Nothing;
        }
        if is_another(entry) {
            let mismatch = match entry.credentials == request.credentials {
                true => PreloadMismatch::Mode,
                false => PreloadMismatch::Credentials,
            };
            if entry.kind == Kind::Script && profile.scripts_use_up_any_preload {
                self.entries.remove(index);
            }
            return Preloaded::Mismatch(mismatch);
        }
        match self.entries.remove(index) {
            Some(entry) => Preloaded::Ended(Box::new(entry.result), entry.hold),
            None => Preloaded::Nothing,
        }
    }

    /// Lets go of an image or a sheet that a document shows, where a request for the same URL that it does not
    /// serve takes its place.
    ///
    /// In: the registrable domain of a host.
    pub(in crate::agent) fn give_way(
        &mut self,
        request: &Request,
        profile: &Profile,
        registrable_domain: fn(&str) -> Option<&str>,
    ) {
        let is_loaded = request.method == "GET"
            && (request.client.global == Global::Window
                || profile.shared_memory == SharedMemory::OfPage)
            && !matches!(request.mode, RequestMode::Navigate | RequestMode::WebSocket);
        if self.entries.is_empty() || !profile.documents_hold_one_file_of_each_url || !is_loaded {
            return;
        }
        let (client, url) = (&request.client, request.current_url().as_str());
        self.entries.retain(|entry| {
            let gives_way = match entry.hold {
                _ if entry.url != url => false,
                Hold::Shown => entry.kind != Kind::Media,
                // What is preloaded outlives what a document's own worker asks for.
                Hold::Preload => {
                    profile.preload_reuse == PreloadReuse::ByUrl
                        && client.global != Global::DedicatedWorker
                        && kind(request.initiator) != Some(entry.kind)
                }
                Hold::OtherPreloads | Hold::Module | Hold::Styles => false,
            };
            let is_its = entry.is_of_document(client);
            let takes_its_place = match profile.shared_memory {
                // Images are replaced by others as they come.
                SharedMemory::None | SharedMemory::ImagesOfOneOrigin => is_its,
                SharedMemory::OfOneSite => {
                    let (own, other) = (&client.origin, &entry.client.origin);
                    let serves = kind(request.initiator) == Some(entry.kind)
                        && (request.mode, request.credentials) == (entry.mode, entry.credentials);
                    is_its
                        || (!serves
                            && client.controller == entry.client.controller
                            && Party::from(own).is_same_site(other.into(), registrable_domain))
                }
                SharedMemory::OfPage => true,
            };
            !(gives_way && takes_its_place)
        });
    }

    /// Lets go of the images of other documents in whose place one is that has come over the network.
    pub(in crate::agent) fn replace_in_other_documents(
        &mut self,
        asked: &Url,
        request: &Request,
        profile: &Profile,
    ) {
        if profile.shared_memory != SharedMemory::ImagesOfOneOrigin
            || kind(request.initiator) != Some(Kind::Image)
        {
            return;
        }
        let client = &request.client;
        self.entries.retain(|entry| {
            let is_alike = entry.hold == Hold::Shown
                && (entry.kind, entry.mode, entry.credentials)
                    == (Kind::Image, request.mode, request.credentials);
            !is_alike
                || entry.url != asked.as_str()
                || entry.is_of_document(client)
                || client.controller != entry.client.controller
                || !client.origin.is_same_origin(&entry.client.origin)
        });
    }

    /// Remembers how a preload, or a module's fetch, ended.
    ///
    /// In: what was asked for, before anything was upgraded; when it came, in milliseconds, if a document may show it
    /// again.
    pub(in crate::agent) fn remember(
        &mut self,
        asked: &Url,
        request: &Request,
        result: &Result<FilteredResponse, Failure>,
        received_ms: Option<u64>,
        profile: &Profile,
    ) {
        let is_ok = |seen: &FilteredResponse| (200..=299).contains(&seen.internal.status);
        let is_no_file = !result.as_ref().is_ok_and(is_ok);
        let by_url = profile.preload_reuse == PreloadReuse::ByUrl;
        let (hold, kind) = match module_kind(request.initiator) {
            // A module preloaded here is kept as any preload is.
            Some(kind) if !(request.is_preload && by_url) => (Hold::Module, Some(kind)),
            _ if request.is_preload => {
                let kind = kind(request.initiator);
                // What was asked for by another attribute than fonts ask by is not found by them.
                let is_for_fonts = !profile.fonts_are_preloaded_by_cors
                    || kind != Some(Kind::Font)
                    || request.preload_crossorigin == Some(CredentialsMode::SameOrigin);
                let serves =
                    is_for_fonts && (profile.keeps_failed_preloads || !is_no_file || !is_run(kind));
                (if serves { Hold::Preload } else { Hold::OtherPreloads }, kind)
            }
            _ => (Hold::Shown, kind(request.initiator)),
        };
        let Some(kind) = kind else { return };
        let is_shown_in_any_case =
            kind == Kind::Image && result.is_ok() && profile.documents_hold_images_of_errors;
        let is_forgotten = match hold {
            Hold::Module => is_no_file && !profile.keeps_failed_modules,
            // Of a file that is played each part is held, at the URL where it is.
            Hold::Shown if kind == Kind::Media => {
                let is_part = |seen: &FilteredResponse| seen.internal.status == 206;
                !profile.documents_hold_media || !result.as_ref().is_ok_and(is_part)
            }
            Hold::Shown | Hold::Styles => {
                (is_no_file && !is_shown_in_any_case)
                    || (kind == Kind::Style && !profile.documents_keep_sheets)
            }
            // A sheet of another type that may be no preload is none.
            Hold::Preload if kind == Kind::Style && is_mistyped(result) => {
                !profile.preloaded_sheets_may_be_mistyped
            }
            // Nor is a module's redirect that only credentials made fail.
            Hold::Preload | Hold::OtherPreloads => {
                let is_led_elsewhere = |failure: &Failure| {
                    let by_credentials = matches!(
                        failure.cause,
                        Cause::WildcardWithCredentials | Cause::AllowCredentials { .. }
                    );
                    failure.location.is_some() && by_credentials
                };
                profile.judges_preloaded_redirects_with_credentials
                    && request.initiator.is_module()
                    && request.credentials != CredentialsMode::Include
                    && result.as_ref().is_err_and(is_led_elsewhere)
            }
        };
        // What a script or a sheet is loaded of needs no preload any more.
        let hold = match hold {
            // Not even if it turned out to be of another type.
            Hold::Shown
                if is_run(Some(kind))
                    && (!is_no_file || is_of_another_type(result))
                    && profile.loading_preloads =>
            {
                if is_forgotten || kind == Kind::Script {
                    Hold::OtherPreloads
                } else {
                    hold
                }
            }
            _ if is_forgotten => return,
            _ => hold,
        };
        let loaded = |seen: &FilteredResponse| Loaded {
            response: seen.internal.clone(),
            url: seen.internal_url.clone(),
            mode: request.mode,
            origin: request.client.origin.clone(),
            timing_allowed: seen.timing_allowed,
            received_ms,
        };
        while self.entries.len() + 1 >= Self::CAPACITY {
            self.entries.pop_front();
        }
        let asked = if kind == Kind::Media { request.current_url() } else { asked };
        let mut hold_for = |hold| {
            self.entries.push_back(Entry {
                client: Arc::clone(&request.client),
                url: asked.to_string(),
                kind,
                mode: request.mode,
                credentials: request.credentials,
                may_carry_credentials: may_carry_credentials(request),
                crossorigin: request.preload_crossorigin,
                hold,
                result: result.as_ref().map(loaded).map_err(Clone::clone),
            });
        };
        if hold == Hold::Shown && kind == Kind::Image && request.initiator.is_of_styles() {
            hold_for(Hold::Styles);
        }
        // What a document was served while the server is asked anew is no longer what it holds, but for styles.
        if hold != Hold::Shown || received_ms.is_some() {
            hold_for(hold);
        }
    }
}
/// Whether what was loaded before may serve a request at all.
fn is_servable(request: &Request) -> bool {
    request.method == "GET"
        && !request.is_preload
        && request.mode != RequestMode::Navigate
        && (!request.unsafe_request || request.headers.iter().next().is_none())
}

fn is_shown(request: &Request, profile: &Profile) -> bool {
    let is_kept = match request.initiator {
        Initiator::Image | Initiator::Style => true,
        Initiator::Background | Initiator::Mask | Initiator::Shape => profile.styles_hold_images,
        Initiator::AtImport => profile.documents_keep_sheets,
        initiator => initiator.is_media(),
    };
    is_kept && !request.is_preload
}

fn ended(entry: &Entry) -> Preloaded {
    Preloaded::Ended(Box::new(entry.result.clone()), entry.hold)
}

/// Whether a document acts on files of a kind, rather than show or hand them on.
fn is_run(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Script | Kind::Style))
}

fn is_of_another_type(result: &Result<FilteredResponse, Failure>) -> bool {
    let is_it = |cause: &Cause| matches!(cause, Cause::NoSniff { .. } | Cause::MimeType { .. });
    result.as_ref().is_err_and(|failure| is_it(&failure.cause))
}

fn is_mistyped(result: &Result<FilteredResponse, Failure>) -> bool {
    result.as_ref().is_err_and(|failure| matches!(failure.cause, Cause::NoSniff { .. }))
}
