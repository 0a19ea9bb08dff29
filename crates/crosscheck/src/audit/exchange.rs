//! What is looked at: the messages between a page and its servers.

use alloc::string::String;

use url::Url;

use super::probes::Probes;
use crate::agent::Client;
use crate::agent::HttpRequest;
use crate::agent::Response;
use crate::agent::UserAgent;
use crate::agent::api::PageRequest;
use crate::wire::HeaderList;
use crate::wire::Origin;
use crate::wire::isomorphic_decode;

/// One message and its answer.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Message {
    /// What was sent.
    pub request: HttpRequest,
    /// What was answered.
    pub response: Response,
}

/// The messages of one fetch, in order, and what else is known around them.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Exchange<'a> {
    /// The browser that sent them: its list of sites, and where hosts are.
    pub browser: &'a UserAgent,
    /// The page that asked.
    pub client: &'a Client,
    /// Where the fetch started; nothing may have been sent to it.
    pub url: &'a Url,
    /// Whether script asked for credentials to go along to every origin.
    pub includes_credentials: bool,
    /// Whether script asked with `mode: "no-cors"`.
    pub is_no_cors: bool,
    /// The messages.
    pub messages: &'a [Message],
    /// The headers that script tried to set and may not.
    pub refused_headers: &'a [String],
    /// What the page asked, if it can be asked again in thought.
    pub asked: Option<&'a PageRequest>,
    /// What the server says to others, as far as it was asked.
    pub probes: &'a Probes<Message>,
}

impl<'a> Exchange<'a> {
    /// The answers to preflights.
    pub(super) fn preflights(&self) -> impl Iterator<Item = &'a Message> {
        self.messages.iter().filter(|message| message.request.is_preflight)
    }

    /// The answers to requests that named their origin, without preflights.
    pub(super) fn answers(&self) -> impl Iterator<Item = &'a Message> {
        let messages = self.messages.iter();
        messages.filter(|m| !m.request.is_preflight && m.request.headers.contains("Origin"))
    }

    /// Every URL that was asked, or was to be.
    pub(super) fn urls(&self) -> impl Iterator<Item = &'a Url> {
        core::iter::once(self.url).chain(self.messages.iter().map(|message| &message.request.url))
    }

    /// Whether a URL is of another site than the page.
    pub(super) fn is_cross_site(&self, url: &Url) -> bool {
        !self.browser.is_same_site(&self.client.top_level, &Origin::of(url))
    }
}

impl Message {
    /// A header of the answer, as text; `None` if it has none.
    pub(super) fn says(&self, name: &str) -> Option<String> {
        text(&self.response.headers, name)
    }

    /// A header of the request, as text.
    pub(super) fn sent(&self, name: &str) -> Option<String> {
        text(&self.request.headers, name)
    }

    /// Whether the answer's header lists a name, in any case.
    pub(super) fn lists(&self, header: &str, name: &str) -> bool {
        let value = self.says(header).unwrap_or_default();
        value.split(',').any(|item| item.trim().eq_ignore_ascii_case(name))
    }
}

fn text(headers: &HeaderList, name: &str) -> Option<String> {
    headers.get(name).map(|value| isomorphic_decode(&value))
}
