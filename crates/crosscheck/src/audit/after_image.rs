//! What becomes of a page's request if an `<img>` asked for the same URL before: browsers that keep the
//! answer for the image may give it to the page.

use alloc::boxed::Box;

use super::exchange::Exchange;
use super::exchange::Message;
use crate::agent::Failure;
use crate::agent::HttpRequest;
use crate::agent::Response;
use crate::agent::UserAgent;
use crate::agent::api::Api;
use crate::agent::api::ElementInit;
use crate::agent::api::PageRequest;
use crate::agent::fetch;

/// A page's request that is allowed by itself, and refused after an `<img>` of the same URL.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AfterImage {
    /// What the image sends first; its answer is kept.
    pub image: HttpRequest,
    /// What the page asks then, as it is sent where nothing is kept.
    pub request: HttpRequest,
    /// Why the browser refuses.
    pub failure: Box<Failure>,
}

impl AfterImage {
    /// Plays both requests in the browser of an exchange, on the answers that servers really gave.
    ///
    /// Out: `None` where the page's request goes as it goes without the image, and where it cannot be
    /// told, for something would be asked that nobody asked the server.
    pub(super) fn of(exchange: &Exchange<'_>) -> Option<Self> {
        let (asked, by_image) = (exchange.asked?, exchange.probes.by_image.as_ref()?);
        let request = page_request(exchange.messages)?;
        let mut browser = UserAgent {
            http_cache: Default::default(),
            preflight_cache: Default::default(),
            preload_cache: Default::default(),
            memory_cache: Default::default(),
            ..exchange.browser.clone()
        };
        let image = PageRequest::element(by_image.request.url.as_str(), ElementInit::new(Api::Img));
        let mut sent = None;
        let mut server = |message: &HttpRequest, _: &mut UserAgent| {
            let is_first = sent.is_none();
            sent.get_or_insert_with(|| message.clone());
            is_first.then(|| by_image.response.clone())
        };
        let now_ms = exchange.probes.now_ms;
        let request_of = |asked: &PageRequest, browser: &UserAgent| {
            asked.set_up(browser, exchange.client.clone()).ok()
        };
        fetch(request_of(&image, &browser)?, &mut server, &mut browser, now_ms);
        let mut replayed = Replayed { messages: exchange.messages, is_unknown: false };
        let mut server = |message: &HttpRequest, _: &mut UserAgent| replayed.answer(message);
        let outcome = fetch(request_of(asked, &browser)?, &mut server, &mut browser, now_ms);
        match outcome.result {
            Err(failure) if !replayed.is_unknown => {
                Some(Self { image: sent?, request: request.clone(), failure: Box::new(failure) })
            }
            _ => None,
        }
    }
}

/// What the page sends in the end, after preflights.
fn page_request(messages: &[Message]) -> Option<&HttpRequest> {
    messages.iter().map(|message| &message.request).find(|request| !request.is_preflight)
}

/// Servers that say again what they said.
struct Replayed<'a> {
    messages: &'a [Message],
    is_unknown: bool,
}

impl Replayed<'_> {
    fn answer(&mut self, message: &HttpRequest) -> Option<Response> {
        let is_same = |known: &&Message| {
            known.request.method == message.method
                && known.request.is_preflight == message.is_preflight
                && known.request.url == message.url
        };
        let known = self.messages.iter().find(is_same);
        self.is_unknown |= known.is_none();
        known.map(|known| known.response.clone())
    }
}
