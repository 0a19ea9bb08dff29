//! Running a fetch to its end: start, send, resume, until it is over.

use core::future::Future;

use super::main_fetch::HttpRequest;
use super::main_fetch::Next;
use super::main_fetch::start;
use super::outcome::Outcome;
use crate::agent::request::Request;
use crate::agent::response::Response;
use crate::agent::user_agent::UserAgent;

/// What carries a message to a server and its answer back.
///
/// A closure is one, too.
pub trait Network {
    /// Sends one message; `None` if no answer came.
    ///
    /// The browser is lent for what is learned on the way: where a name leads, above all.
    fn send(&mut self, message: &HttpRequest, agent: &mut UserAgent) -> Option<Response>;
}

impl<F: FnMut(&HttpRequest, &mut UserAgent) -> Option<Response>> Network for F {
    fn send(&mut self, message: &HttpRequest, agent: &mut UserAgent) -> Option<Response> {
        self(message, agent)
    }
}

/// A [`Network`] whose answers have to be awaited.
pub trait AsyncNetwork {
    /// Sends one message; `None` if no answer came. See [`Network::send`].
    fn send(
        &mut self,
        message: &HttpRequest,
        agent: &mut UserAgent,
    ) -> impl Future<Output = Option<Response>>;
}

/// Fetches: sends what a browser sends, preflights and redirects included, until it is over.
///
/// In: a request as set up by its API; what carries messages; the browser; milliseconds since a
/// fixed moment, as for [`start`]. Time stands still meanwhile.
///
/// # Example
/// ```
/// use crosscheck::agent::api::{FetchInit, PageRequest};
/// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
/// use crosscheck::wire::Origin;
///
/// // A server that lets everybody `PUT`.
/// let mut sent = Vec::new();
/// let mut server = |message: &HttpRequest, _: &mut UserAgent| {
///     sent.push(message.method.clone());
///     let headers =
///         [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "PUT")];
///     Some(Response { status: 200, headers: headers.into_iter().collect(), ..Response::default() })
/// };
///
/// let page = Origin::parse("https://app.example").unwrap();
/// let mut browser = UserAgent::new(&Profile::FIREFOX);
/// let init = FetchInit { method: Some("PUT".into()), ..FetchInit::default() };
/// let asked = PageRequest::fetch("https://api.example/", init);
/// let request = asked.set_up(&browser, &page).unwrap();
/// let outcome = fetch(request, &mut server, &mut browser, 0);
/// assert!(outcome.result.is_ok());
/// assert_eq!(sent, ["OPTIONS", "PUT"]);
/// ```
pub fn fetch(
    request: Request,
    network: &mut (impl Network + ?Sized),
    agent: &mut UserAgent,
    now_ms: u64,
) -> Outcome {
    let mut next = start(request, agent, now_ms);
    loop {
        match next {
            Next::Done(outcome) => return *outcome,
            Next::Send(message, wait) => {
                let response = network.send(&message, agent);
                next = wait.resume(response, agent, now_ms);
            }
        }
    }
}

/// [`fetch`], where answers have to be awaited. It needs no runtime.
///
/// # Example
/// ```
/// use std::pin::pin;
/// use std::task::{Context, Poll, Waker};
///
/// use crosscheck::agent::api::{FetchInit, PageRequest};
/// use crosscheck::agent::{AsyncNetwork, HttpRequest, Profile, Response, UserAgent, fetch_async};
/// use crosscheck::wire::Origin;
///
/// /// A server that says nothing about CORS.
/// struct Silent;
///
/// impl AsyncNetwork for Silent {
///     async fn send(&mut self, _: &HttpRequest, _: &mut UserAgent) -> Option<Response> {
///         Some(Response { status: 200, ..Response::default() })
///     }
/// }
///
/// let page = Origin::parse("https://app.example").unwrap();
/// let mut browser = UserAgent::new(&Profile::SPEC);
/// let asked = PageRequest::fetch("https://api.example/", FetchInit::default());
/// let request = asked.set_up(&browser, &page).unwrap();
/// let mut server = Silent;
/// let fetching = pin!(fetch_async(request, &mut server, &mut browser, 0));
/// let Poll::Ready(outcome) = fetching.poll(&mut Context::from_waker(Waker::noop())) else {
///     unreachable!("this server answers at once")
/// };
/// assert!(outcome.result.is_err());
/// ```
pub async fn fetch_async(
    request: Request,
    network: &mut impl AsyncNetwork,
    agent: &mut UserAgent,
    now_ms: u64,
) -> Outcome {
    let mut next = start(request, agent, now_ms);
    loop {
        match next {
            Next::Done(outcome) => return *outcome,
            Next::Send(message, wait) => {
                let response = network.send(&message, agent).await;
                next = wait.resume(response, agent, now_ms);
            }
        }
    }
}
