//! What a document has preloaded, and when it serves whoever needs it.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::string::ToString;
use alloc::sync::Arc;

use url::Url;

use super::preload_entry::Entry;
use super::preload_entry::Hold;
use super::preload_entry::Loaded;
use super::preload_kind::Kind;
use super::preload_kind::kind;
use super::preload_kind::module_kind;
use crate::agent::cache::http::directives::Directives;
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
    /// How its fetch ended.
    Ended(Box<Result<Loaded, Failure>>),
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
            || is_shown(request)
            || (request.initiator == Initiator::Script && profile.loading_preloads)
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
                    && entry.hold != Hold::Module
                    && !is_told_apart(entry)
            };
            let found = self.entries.iter().find(is_it);
            let ended = |entry: &Entry| Preloaded::Ended(Box::new(entry.result.clone()));
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
        let is_shown_alike = |entry: &Entry| {
            is_shown(request)
                && (entry.mode, entry.credentials) == (request.mode, request.credentials)
        };
        let is_it = |entry: &Entry| {
            entry.url == url
                && entry.is_at_hand(&request.client, profile, registrable_domain)
                && kinds.contains(&Some(entry.kind))
                && entry.hold != Hold::OtherPreloads
                && (entry.hold != Hold::Shown || is_shown_alike(entry))
        };
        let Some(index) = self.entries.iter().position(is_it) else { return Preloaded::Nothing };
        let entry = &self.entries[index];
        if entry.hold == Hold::Shown {
            let result = entry.result.clone();
            let is_served = !(profile.held_files_vary && entry.varies());
            return if is_served { Preloaded::Ended(Box::new(result)) } else { Preloaded::Nothing };
        }
        if entry.hold == Hold::Module {
            return Preloaded::Ended(Box::new(entry.result.clone()));
        }
        if profile.preload_reuse == PreloadReuse::ByUrl {
            if entry.serves(request) {
                return Preloaded::Ended(Box::new(entry.result.clone()));
            }
            // What comes instead takes its place.
            self.entries.remove(index);
            return Preloaded::Nothing;
        }
        if entry.credentials != request.credentials {
            return Preloaded::Mismatch(PreloadMismatch::Credentials);
        }
        if entry.mode != request.mode {
            return Preloaded::Mismatch(PreloadMismatch::Mode);
        }
        match self.entries.remove(index) {
            Some(entry) => Preloaded::Ended(Box::new(entry.result)),
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
                Hold::OtherPreloads | Hold::Module => false,
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
    /// In: what was asked for, before anything was upgraded.
    pub(in crate::agent) fn remember(
        &mut self,
        asked: &Url,
        request: &Request,
        result: &Result<FilteredResponse, Failure>,
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
            Hold::Shown => {
                (is_no_file && !is_shown_in_any_case)
                    || (kind == Kind::Style && !keeps_sheet(result, profile))
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
            Hold::Shown if is_run(Some(kind)) && !is_no_file && profile.loading_preloads => {
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
        };
        if self.entries.len() == Self::CAPACITY {
            self.entries.pop_front();
        }
        let asked = if kind == Kind::Media { request.current_url() } else { asked };
        self.entries.push_back(Entry {
            client: Arc::clone(&request.client),
            url: asked.to_string(),
            kind,
            mode: request.mode,
            credentials: request.credentials,
            crossorigin: request.preload_crossorigin,
            hold,
            result: result.as_ref().map(loaded).map_err(Clone::clone),
        });
    }
}
/// Whether what was loaded before may serve a request at all.
fn is_servable(request: &Request) -> bool {
    request.method == "GET"
        && !request.is_preload
        && request.mode != RequestMode::Navigate
        && (!request.unsafe_request || request.headers.iter().next().is_none())
}

fn is_shown(request: &Request) -> bool {
    let is_kept = matches!(request.initiator, Initiator::Image | Initiator::Style);
    (is_kept || request.initiator.is_media()) && !request.is_preload
}

/// Whether a document acts on files of a kind, rather than show or hand them on.
fn is_run(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Script | Kind::Style))
}

fn is_mistyped(result: &Result<FilteredResponse, Failure>) -> bool {
    result.as_ref().is_err_and(|failure| matches!(failure.cause, Cause::NoSniff { .. }))
}

/// Whether a sheet that a document shows may be shown again unasked.
fn keeps_sheet(result: &Result<FilteredResponse, Failure>, profile: &Profile) -> bool {
    let is_stored = |seen: &FilteredResponse| !Directives::of(&seen.internal.headers).no_store;
    profile.documents_keep_sheets && result.as_ref().is_ok_and(is_stored)
}
