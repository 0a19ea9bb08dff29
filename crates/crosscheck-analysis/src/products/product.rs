//! One of the products, and how it is told.

use crosscheck::catalog::Wording;
use crosscheck::wire::is_loopback;
use url::Url;

/// One piece of software, or one service.
pub(crate) struct Product {
    /// What only stands where it is spoken of, in small letters.
    pub(super) words: &'static [&'static str],
    /// Domains whose hosts are all its own.
    pub(super) domains: &'static [&'static str],
    /// Where it listens unless it is told otherwise.
    pub(super) port: Option<u16>,
    /// What its paths have.
    pub(super) paths: &'static [&'static str],
    /// Where its list is, or what else to know.
    pub(crate) says: Wording,
}

impl Product {
    pub(super) const fn new(english: &'static str, chinese: &'static str) -> Self {
        let says = Wording::new(english, chinese);
        Self { words: &[], domains: &[], port: None, paths: &[], says }
    }

    pub(super) const fn words(self, words: &'static [&'static str]) -> Self {
        Self { words, ..self }
    }

    pub(super) const fn domains(self, domains: &'static [&'static str]) -> Self {
        Self { domains, ..self }
    }

    pub(super) const fn port(self, port: u16) -> Self {
        Self { port: Some(port), ..self }
    }

    pub(super) const fn paths(self, paths: &'static [&'static str]) -> Self {
        Self { paths, ..self }
    }

    /// Whether a text in small letters speaks of it.
    pub(crate) fn is_named_in(&self, lower: &str) -> bool {
        self.words.iter().any(|word| has_word(lower, word))
    }

    /// Whether it answers at a URL: by all that is known of it.
    pub(crate) fn is_at(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        let is_of = |domain: &&str| {
            host.strip_suffix(domain).is_some_and(|own| own.is_empty() || own.ends_with('.'))
        };
        let has = |piece: &&str| url.path().contains(piece);
        let is_known = !self.domains.is_empty() || self.port.is_some() || !self.paths.is_empty();
        is_known
            && (self.domains.is_empty() || self.domains.iter().any(is_of))
            && (self.paths.is_empty() || self.paths.iter().any(has))
            && self.port.is_none_or(|port| url.port() == Some(port) && is_own(host))
    }
}

/// Whether words stand in a text as words, and not within longer ones.
fn has_word(lower: &str, word: &str) -> bool {
    lower.match_indices(word).any(|(at, _)| {
        let before = lower.get(..at).and_then(|text| text.chars().next_back());
        let after = lower.get(at + word.len()..).and_then(|text| text.chars().next());
        let is_within = |edge: Option<char>, letter: Option<char>| {
            edge.is_some_and(char::is_alphanumeric) && letter.is_some_and(char::is_alphanumeric)
        };
        !is_within(word.chars().next(), before) && !is_within(word.chars().next_back(), after)
    })
}

/// Whether a host is of this machine or network, where software listens as it comes.
fn is_own(host: &str) -> bool {
    let is_address = host.split('.').all(|part| part.parse::<u8>().is_ok());
    is_loopback(host) || is_address || !host.contains('.')
}
