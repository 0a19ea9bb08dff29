//! How a fetch ended, and what was noted on the way.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use url::Url;

use crate::agent::cache::consumer::PreloadMismatch;
use crate::agent::cause::Failure;
use crate::agent::client::Client;
use crate::agent::remark::Remark;
use crate::agent::request::Initiator;
use crate::agent::response::FilteredResponse;

/// How a fetch ended.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Outcome {
    /// What script sees, or why it sees nothing.
    pub result: Result<FilteredResponse, Failure>,
    /// Where preflights let `Authorization` through by a star, which the standard does not.
    pub authorization_by_wildcard: Vec<Url>,
    /// What was noted on the way, in order.
    pub remarks: Vec<Remark>,
    /// The document or worker that asked.
    pub client: Arc<Client>,
    /// The headers that script tried to set and may not, as it spelled them.
    pub refused_headers: Vec<String>,
    /// Which kind of thing asked.
    pub initiator: Initiator,
    /// Whether it was made ahead of whoever will need the answer.
    pub is_preload: bool,
    /// Whether nothing was sent: a preload had the answer, or the document has the module.
    pub is_reused: bool,
    /// Why a preload of the same URL did not serve.
    pub unused_preload: Option<PreloadMismatch>,
    /// What the answer's digest must be.
    pub integrity: Option<String>,
    /// Every URL up to the last.
    pub url_list: Vec<Url>,
}

impl Outcome {
    /// How a fetch ended, with nothing noted on the way.
    pub fn new(
        client: Arc<Client>,
        initiator: Initiator,
        result: Result<FilteredResponse, Failure>,
    ) -> Self {
        let url_list = match &result {
            Ok(response) => Vec::from([response.internal_url.clone()]),
            Err(failure) => failure.url_list.clone(),
        };
        Self {
            result,
            authorization_by_wildcard: Vec::new(),
            remarks: Vec::new(),
            client,
            refused_headers: Vec::new(),
            initiator,
            is_preload: false,
            is_reused: false,
            unused_preload: None,
            integrity: None,
            url_list,
        }
    }

    /// Whether a service worker asked in the client's place, if the client had not refused it before.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{FetchInit, PageRequest};
    /// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
    /// use crosscheck::wire::Origin;
    ///
    /// let mut browser = UserAgent::new(&Profile::FIREFOX);
    /// let mut server = |_: &HttpRequest, _: &mut UserAgent| Some(Response::default());
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let asked = PageRequest::fetch("https://api.example/", FetchInit::default());
    /// let request = asked.set_up(&browser, &page).unwrap();
    /// let outcome = fetch(request, &mut server, &mut browser, 0);
    /// assert!(!outcome.is_intercepted(), "the page has none");
    /// ```
    pub fn is_intercepted(&self) -> bool {
        self.client.controller.is_some() && !self.initiator.passes_service_workers_by()
    }
}
