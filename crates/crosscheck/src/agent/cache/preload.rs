//! What a document has preloaded, and when it serves whoever needs it.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::string::ToString;
use alloc::sync::Arc;

use url::Url;

use super::consumer::Consumer;
use super::consumer::PreloadMismatch;
use super::consumer::is_shown;
use super::hold::Hold;
use super::hold::held_for;
use super::hold::is_fresh_again;
use super::preload_entry::Entry;
use super::preload_entry::Loaded;
use super::preload_kind::Kind;
use super::preload_kind::kind;
use crate::agent::cause::Failure;
use crate::agent::client::Global;
use crate::agent::profile::Profile;
use crate::agent::profile::SharedMemory;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::response::FilteredResponse;
use crate::agent::response::ResponseType;
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

/// What there is for a request.
#[derive(Debug)]
pub(in crate::agent) enum Preloaded {
    Nothing,
    /// Something, but not for this request.
    Mismatch(PreloadMismatch),
    /// How its fetch ended, for what it was held, and why a preload was not used beside it.
    Ended {
        result: Box<Result<Loaded, Failure>>,
        hold: Hold,
        unused: Option<PreloadMismatch>,
    },
}

impl PreloadCache {
    /// The most that is remembered at once.
    pub const CAPACITY: usize = 64;

    /// Forgets what it holds of a URL.
    pub(in crate::agent) fn forget(&mut self, url: &Url) {
        self.entries.retain(|entry| entry.url != url.as_str());
    }

    /// Whether it is to be told how a fetch ended.
    pub(in crate::agent) fn wants(request: &Request, profile: &Profile) -> bool {
        // Of what else a document has, the memory of its page is told.
        if profile.has_memory_cache {
            return request.initiator.is_module() && !request.is_preload;
        }
        request.is_preload
            || request.initiator.is_module()
            || is_shown(request, profile)
            || (request.initiator == Initiator::Script && profile.loading_preloads)
            || kind(request.initiator).is_some_and(|kind| is_fresh_again(kind, profile))
    }

    /// Whether it is to be told that what it had was used: a preload that is used up, and what other styles may name.
    pub(in crate::agent) fn wants_used(request: &Request, hold: Hold, profile: &Profile) -> bool {
        match hold {
            Hold::Preload => {
                // A script that was preloaded is preloaded again once it is used, where loading is preloading, too.
                let is_loaded_again =
                    request.initiator == Initiator::Script && profile.loading_preloads;
                let is_held_already =
                    kind(request.initiator).is_some_and(|kind| is_fresh_again(kind, profile));
                !request.is_preload && !is_loaded_again && !is_held_already
            }
            Hold::Shown => request.initiator.is_of_styles(),
            Hold::OtherPreloads | Hold::Module | Hold::Styles | Hold::Fresh => false,
        }
    }

    /// Spec: <https://html.spec.whatwg.org/multipage/links.html#consume-a-preloaded-resource>
    pub(in crate::agent) fn consume(
        &mut self,
        request: &Request,
        profile: &Profile,
        registrable_domain: fn(&str) -> Option<&str>,
        now_ms: u64,
    ) -> Preloaded {
        let consumer = Consumer::new(request, profile, registrable_domain, now_ms);
        if consumer.preloads_once() {
            let found = self.entries.iter().find(|entry| consumer.has_preloaded(entry));
            // Other digests are another file.
            let found = found.filter(|entry| !consumer.preloads_by_other_digests(entry));
            let preloaded = found.map_or(Preloaded::Nothing, ended);
            // What a document shows goes where a preload fails that is not even asked for.
            if matches!(&preloaded, Preloaded::Ended { result, .. } if result.is_err()) {
                self.let_go_of_shown(request, profile);
            }
            return preloaded;
        }
        if self.entries.is_empty() || !consumer.is_servable() {
            return Preloaded::Nothing;
        }
        let found = || self.entries.iter().enumerate().filter(|(_, entry)| consumer.finds(entry));
        let mismatch = |entry: &Entry| consumer.mismatch(entry);
        let fitting = found().find(|(_, entry)| !consumer.mismatches(entry));
        let Some((index, entry)) = fitting.or_else(|| found().next()) else {
            return Preloaded::Nothing;
        };
        if consumer.preloads_module_of_another(entry) {
            return ended_beside(entry, Some(PreloadMismatch::Credentials));
        }
        if !matches!(entry.hold, Hold::Preload | Hold::OtherPreloads) {
            // Whoever is served by what its document has is told of the preload that it does not use all the same.
            let is_loaded = !matches!(entry.hold, Hold::Module | Hold::Styles);
            let unused = found().filter(|_| is_loaded).find_map(|(_, entry)| mismatch(entry));
            return ended_beside(entry, unused);
        }
        if let Some(mismatch) = mismatch(entry) {
            let is_used_up = mismatch != PreloadMismatch::Integrity
                && entry.kind == Kind::Script
                && profile.scripts_use_up_any_preload;
            if let Some(entry) = self.entries.get_mut(index).filter(|_| is_used_up) {
                entry.hold = Hold::OtherPreloads;
            }
            return Preloaded::Mismatch(mismatch);
        }
        match self.entries.remove(index) {
            Some(entry) => {
                Preloaded::Ended { result: Box::new(entry.result), hold: entry.hold, unused: None }
            }
            None => Preloaded::Nothing,
        }
    }

    /// Keeps in mind that the server is asked anew for what a document shows.
    pub(in crate::agent) fn ask_anew(&mut self, request: &Request, now_ms: u64) {
        let url = request.current_url().as_str();
        let of_document = self.entries.iter_mut().filter(|entry| {
            entry.url == url
                && matches!(entry.hold, Hold::Shown | Hold::Fresh)
                && entry.is_of_document(&request.client)
        });
        for loaded in of_document.filter_map(|entry| entry.result.as_mut().ok()) {
            loaded.received_ms = None;
            loaded.asked_anew_ms = Some(now_ms);
        }
    }

    /// Lets go of an image or a sheet that a document shows, where a request for the same URL that it does not
    /// serve takes its place.
    ///
    /// In: the registrable domain of a host; milliseconds.
    pub(in crate::agent) fn give_way(
        &mut self,
        request: &Request,
        profile: &Profile,
        registrable_domain: fn(&str) -> Option<&str>,
        now_ms: u64,
    ) {
        let is_loaded = request.client.global == Global::Window
            && !matches!(request.mode, RequestMode::Navigate | RequestMode::WebSocket);
        if self.entries.is_empty() || !profile.documents_hold_one_file_of_each_url || !is_loaded {
            return;
        }
        let (client, url) = (&request.client, request.current_url().as_str());
        if profile.shared_memory == SharedMemory::OfOneSite {
            self.use_up_images(request);
        }
        self.entries.retain(|entry| {
            let gives_way = entry.url == url
                && match entry.hold {
                    Hold::Shown => entry.kind != Kind::Media,
                    Hold::Fresh => true,
                    Hold::Preload | Hold::Styles | Hold::OtherPreloads | Hold::Module => false,
                };
            let is_its = entry.is_of_document(client);
            let takes_its_place = match profile.shared_memory {
                // Images are replaced by others as they come.
                SharedMemory::None | SharedMemory::ImagesOfOneOrigin => is_its,
                SharedMemory::OfOneSite => {
                    let (own, other) = (&client.origin, &entry.client.origin);
                    let serves = kind(request.initiator) == Some(entry.kind)
                        && (request.mode, request.credentials) == (entry.mode, entry.credentials)
                        && entry.is_fresh(profile, now_ms);
                    is_its
                        || (!serves
                            && client.controller == entry.client.controller
                            && Party::from(own).is_same_site(other.into(), registrable_domain))
                }
            };
            !(gives_way && takes_its_place)
        });
    }

    /// An image that was preloaded before something else asks for its URL is shown once.
    fn use_up_images(&mut self, request: &Request) {
        let (client, url) = (&request.client, request.current_url().as_str());
        let of_it = self.entries.iter_mut().filter(|entry| {
            (entry.hold, entry.kind) == (Hold::Preload, Kind::Image)
                && kind(request.initiator) != Some(Kind::Image)
                && entry.url == url
                && entry.is_of_document(client)
        });
        for loaded in of_it.filter_map(|entry| entry.result.as_mut().ok()) {
            loaded.received_ms = None;
        }
    }

    fn let_go_of_shown(&mut self, request: &Request, profile: &Profile) {
        let (client, url) = (&request.client, request.current_url().as_str());
        if profile.shared_memory == SharedMemory::OfOneSite {
            self.entries.retain(|entry| {
                entry.url != url || entry.hold != Hold::Shown || !entry.is_of_document(client)
            });
        }
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
        let Some((hold, kind)) = held_for(request, result, profile) else { return };
        let loaded = |seen: &FilteredResponse| Loaded {
            response: seen.internal.clone(),
            response_type: seen.response_type,
            url: seen.internal_url.clone(),
            mode: request.mode,
            timing_allowed: seen.timing_allowed,
            received_ms,
            asked_anew_ms: None,
        };
        while self.entries.len() + 1 >= Self::CAPACITY {
            self.entries.pop_front();
        }
        let asked = if kind == Kind::Media { request.current_url() } else { asked };
        // What was opaque before, and only asked about anew, is that still.
        let is_opaque = |seen: &FilteredResponse| seen.response_type == ResponseType::Opaque;
        let is_opaque = request.mode == RequestMode::Cors && result.as_ref().is_ok_and(is_opaque);
        let mode = if is_opaque { RequestMode::NoCors } else { request.mode };
        // Of what is preloaded anew, to be held to other digests, whoever needs it hears nothing.
        let is_second = |entry: &Entry| {
            (entry.hold, entry.kind) == (Hold::Preload, kind)
                && entry.url == asked.as_str()
                && entry.is_of_document(&request.client)
        };
        let is_second = hold == Hold::Preload
            && profile.preloads_once_for_all_settings
            && self.entries.iter().any(is_second);
        if is_second {
            return;
        }
        let mut hold_for = |hold| {
            self.entries.push_back(Entry {
                client: Arc::clone(&request.client),
                url: asked.to_string(),
                kind,
                mode,
                credentials: request.credentials,
                crossorigin: request.preload_crossorigin,
                integrity: request.integrity.clone(),
                hold,
                result: result.as_ref().map(loaded).map_err(Clone::clone),
            });
        };
        if hold == Hold::Shown && kind == Kind::Image && request.initiator.is_of_styles() {
            hold_for(Hold::Styles);
        }
        if hold == Hold::Preload && is_fresh_again(kind, profile) {
            hold_for(Hold::Fresh);
        }
        // What a document was served while the server is asked anew is no longer what it holds, but for styles.
        if hold != Hold::Shown || received_ms.is_some() {
            hold_for(hold);
        }
    }
}

fn ended(entry: &Entry) -> Preloaded {
    ended_beside(entry, None)
}

/// The same where a preload was not used beside it.
fn ended_beside(entry: &Entry, unused: Option<PreloadMismatch>) -> Preloaded {
    Preloaded::Ended { result: Box::new(entry.result.clone()), hold: entry.hold, unused }
}
