//! The answers that a browser keeps, and what becomes of them.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use url::Position;
use url::Url;

use super::directives::Directives;
use super::packed::Packed;
use super::range::ByteRange;
use super::range::Part;
use super::stored_response::Asker;
use super::stored_response::State;
use super::stored_response::StoredResponse;
use super::stored_response::varied;
use crate::agent::profile::Profile;
use crate::agent::profile::VariedEntry;
use crate::agent::request::CacheMode;
use crate::agent::response::Response;
use crate::wire::HeaderList;

/// What a browser keeps of answers, from one request to the next.
///
/// Bounded: at most [`HttpCache::CAPACITY`] bytes, of which one answer takes at most an eighth; what
/// was used longest ago leaves first.
///
/// Spec: <https://httpwg.org/specs/rfc9111.html>
#[derive(Clone, Debug, Default)]
pub struct HttpCache {
    /// In boxes: a tree's nodes are half empty where keys come in order.
    entries: BTreeMap<Arc<Key>, Box<Entry>>,
    /// When each entry was used last, the longest ago first.
    used: BTreeMap<u64, Arc<Key>>,
    uses: u64,
    size: usize,
}

/// An answer that is kept.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CachedResponse<'a> {
    /// The site of the page in the address bar, which nobody else's answers are shared with.
    pub partition: &'a str,
    /// What was asked for, without its fragment.
    pub url: &'a str,
    /// The answer's status.
    pub status: u16,
    /// Its headers, with what later answers changed in them.
    pub headers: HeaderList,
    /// The length of its body, in bytes.
    pub body_length: usize,
}

/// What an answer is kept by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::agent) struct Key {
    pub(in crate::agent) partition: String,
    /// Whether credentials went along, where a browser keeps these answers apart.
    pub(in crate::agent) with_credentials: bool,
    /// Without its fragment.
    pub(in crate::agent) url: String,
}

/// What the cache says to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::agent) enum Found {
    /// Ask.
    Nothing,
    /// Here is the answer.
    Fresh(StoredResponse),
    /// Here is the answer; ask under these conditions for the next one.
    StaleWhileRevalidate(Response, HeaderList),
    /// Ask for this part under these conditions: a `304` means that what is kept of it still holds.
    ValidatePart(HeaderList, Part),
    /// Ask under these conditions: a `304` means that what is kept for this asker still holds.
    Validate(HeaderList, Asker),
}

#[derive(Clone, Debug)]
struct Entry {
    answer: Packed,
    used: u64,
}

impl HttpCache {
    /// The most bytes held at once, names and headers counted.
    pub const CAPACITY: usize = 48 * 1024 * 1024;

    /// What is kept, in the order of its keys.
    pub fn entries(&self) -> impl Iterator<Item = CachedResponse<'_>> {
        self.entries.iter().map(|(key, entry)| {
            let answer = &entry.answer;
            CachedResponse {
                partition: &key.partition,
                url: &key.url,
                status: answer.status(),
                headers: answer.headers(),
                body_length: answer.body_length(),
            }
        })
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// What is kept for a request.
    ///
    /// In: the headers as they would be sent; how the page wants the cache to be used.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>
    pub(in crate::agent) fn look_up(
        &mut self,
        key: &Key,
        sent: &HeaderList,
        mode: CacheMode,
        now_ms: u64,
        profile: &Profile,
    ) -> Found {
        let Some(entry) = self.entries.get(key) else { return Found::Nothing };
        let stored = entry.answer.unpack();
        let state = stored.state(sent, now_ms, profile);
        let found = match (mode, state) {
            (CacheMode::NoStore | CacheMode::Reload, _) => Found::Nothing,
            (_, State::Varies) => match profile.varied_entry {
                VariedEntry::IsValidated if mode != CacheMode::OnlyIfCached => {
                    validate(stored.conditions_of_another(profile), stored.asker)
                }
                _ => Found::Nothing,
            },
            (CacheMode::NoCache, State::Fresh)
                if profile.immutable_needs_no_validation && key.is_immutable(&stored) =>
            {
                Found::Fresh(stored)
            }
            (CacheMode::NoCache, _) => validate(stored.conditions(profile), stored.asker),
            (CacheMode::ForceCache | CacheMode::OnlyIfCached, _) | (_, State::Fresh) => {
                Found::Fresh(stored)
            }
            (CacheMode::Default, State::StaleWhileRevalidate) => {
                let conditions = stored.conditions(profile);
                Found::StaleWhileRevalidate(stored.response, conditions)
            }
            (CacheMode::Default, State::Stale) => {
                validate(stored.conditions(profile), stored.asker)
            }
        };
        self.touched(key, found)
    }

    /// What is kept of a file for a request that may ask for a part of it; `None` if there is nothing about parts in
    /// it: a whole file that is asked for as a whole.
    // SHORTCUT: what is kept of a file is not completed by its rest; then all that is asked for is asked for anew.
    pub(in crate::agent) fn look_up_part(
        &mut self,
        key: &Key,
        sent: &HeaderList,
        mode: CacheMode,
        now_ms: u64,
        profile: &Profile,
    ) -> Option<Found> {
        let answer = &self.entries.get(key)?.answer;
        let range = sent.get("Range").and_then(|range| ByteRange::parse(&range));
        // Most are whole files that are asked for as such: no need to look into them.
        let is_of_parts = match answer.status() {
            206 => true,
            200 => range.is_some(),
            _ => false,
        };
        if !is_of_parts {
            return None;
        }
        let stored = answer.unpack();
        let kept = Part::of(&stored.response)?;
        let wanted = range.unwrap_or(ByteRange::From(0, None)).of(kept.total);
        let Some(wanted) = wanted.filter(|wanted| kept.contains(*wanted)) else {
            // Of a file that has nothing of what is asked for all is given.
            let is_beyond = wanted.is_none() && stored.response.status == 200;
            return (!is_beyond).then_some(Found::Nothing);
        };
        let state = stored.state(sent, now_ms, profile);
        let is_asked_for = range.is_some();
        let found = match (mode, state) {
            (CacheMode::NoStore | CacheMode::Reload, _) => Found::Nothing,
            (_, State::Varies) => validate_part(stored.conditions_of_another(profile), wanted),
            (CacheMode::ForceCache | CacheMode::OnlyIfCached, _)
            | (CacheMode::Default, State::Fresh) => {
                let response = wanted.cut(&stored.response, is_asked_for)?;
                Found::Fresh(StoredResponse { response, ..stored })
            }
            _ => validate_part(stored.conditions(profile), wanted),
        };
        Some(self.touched(key, found))
    }

    /// What was found, used a moment ago.
    fn touched(&mut self, key: &Key, found: Found) -> Found {
        if found != Found::Nothing {
            self.touch(key);
        }
        found
    }

    /// Whether conditions of script's own ask about what is kept under a key.
    pub(in crate::agent) fn is_asked_about(&self, key: &Key, conditions: &HeaderList) -> bool {
        self.entries.get(key).is_some_and(|entry| entry.answer.unpack().is_asked_about(conditions))
    }

    /// Whether what is kept under a key is what script's conditions name.
    pub(in crate::agent) fn has(&self, key: &Key, conditions: &HeaderList) -> bool {
        self.entries.get(key).is_some_and(|entry| entry.answer.unpack().is_named_by(conditions))
    }

    /// Forgets what is kept for good under a key, rather than in memory only.
    pub(in crate::agent) fn remove_persistent(&mut self, key: &Key) {
        if self.entries.get(key).is_some_and(|entry| !entry.answer.asker().in_memory) {
            self.remove(key);
        }
    }

    /// The same, but of what an image asked for: that stays.
    pub(in crate::agent) fn remove_persistent_but_of_images(&mut self, key: &Key) {
        let kept = self.entries.get(key);
        if !kept.is_some_and(|entry| entry.answer.asker().initiator.is_image()) {
            self.remove_persistent(key);
        }
    }

    /// Keeps an answer, if it may be kept; what was kept under its key is gone either way.
    ///
    /// Spec: <https://httpwg.org/specs/rfc9111.html#response.cacheability>
    pub(in crate::agent) fn store(
        &mut self,
        key: Key,
        sent: &HeaderList,
        asker: Asker,
        response: &Response,
        now_ms: u64,
    ) {
        self.remove(&key);
        if Directives::of(&response.headers).no_store {
            return;
        }
        let varied = varied(&response.headers, sent);
        let Some(answer) = Packed::of(response, asker, &varied, now_ms) else { return };
        let size = size_of_entry(&key, &answer);
        if size > Self::CAPACITY / 8 {
            return;
        }
        let key = Arc::new(key);
        self.size += size;
        self.uses += 1;
        self.used.insert(self.uses, Arc::clone(&key));
        self.entries.insert(key, Box::new(Entry { answer, used: self.uses }));
        while self.size > Self::CAPACITY {
            let Some((_, oldest)) = self.used.first_key_value() else { return };
            let oldest = oldest.clone();
            self.remove(&oldest);
        }
    }

    /// The kept answer, with what a `304` says about it; `None` if it is gone.
    pub(in crate::agent) fn freshen(
        &mut self,
        key: &Key,
        sent: &HeaderList,
        by: &Response,
        now_ms: u64,
    ) -> Option<StoredResponse> {
        let mut stored = self.entries.get(key)?.answer.unpack();
        stored.freshen(by, sent, now_ms);
        self.store(key.clone(), sent, stored.asker.clone(), &stored.response, now_ms);
        Some(stored)
    }

    /// Forgets what is kept of the URLs that are meant.
    pub(in crate::agent) fn remove_of(&mut self, is_meant: impl Fn(&Url) -> bool) {
        let is_meant = |key: &Key| Url::parse(&key.url).is_ok_and(|url| is_meant(&url));
        let keys: Vec<Arc<Key>> =
            self.entries.keys().filter(|key| is_meant(key)).cloned().collect();
        for key in keys {
            self.remove(&key);
        }
    }

    /// Forgets what is kept under a key.
    pub(in crate::agent) fn remove(&mut self, key: &Key) {
        if let Some(entry) = self.entries.remove(key) {
            self.used.remove(&entry.used);
            self.size -= size_of_entry(key, &entry.answer);
        }
    }

    fn touch(&mut self, key: &Key) {
        self.uses += 1;
        let Some(entry) = self.entries.get_mut(key) else { return };
        if let Some(key) = self.used.remove(&entry.used) {
            entry.used = self.uses;
            self.used.insert(self.uses, key);
        }
    }
}

impl Key {
    pub(in crate::agent) fn new(partition: String, with_credentials: bool, url: &Url) -> Self {
        let url = url[..Position::AfterQuery].to_owned();
        Self { partition, with_credentials, url }
    }

    /// The same of another URL.
    pub(in crate::agent) fn of_url(&self, url: &Url) -> Self {
        Self::new(self.partition.clone(), self.with_credentials, url)
    }

    /// Whether an answer says that it never changes, where nobody on the way could have said so.
    ///
    /// Spec: <https://httpwg.org/specs/rfc8246.html>
    fn is_immutable(&self, stored: &StoredResponse) -> bool {
        self.url.starts_with("https:") && Directives::of(&stored.response.headers).immutable
    }
}

/// Bytes that an entry takes, about.
fn size_of_entry(key: &Key, answer: &Packed) -> usize {
    key.partition.len() + key.url.len() + answer.size() + OVERHEAD
}

/// Without anything to ask by, the whole answer is asked for.
fn validate(conditions: HeaderList, asker: Asker) -> Found {
    match conditions.is_empty() {
        true => Found::Nothing,
        false => Found::Validate(conditions, asker),
    }
}

/// The same, of a part.
fn validate_part(conditions: HeaderList, part: Part) -> Found {
    match conditions.is_empty() {
        true => Found::Nothing,
        false => Found::ValidatePart(conditions, part),
    }
}

/// What an entry takes beside its text.
const OVERHEAD: usize = 256;
