//! Heads as the crate `http` has them, version 1: what most transports take and give.

use http::HeaderMap;
use url::Position;

use super::body::Body;
use super::fetch::main_fetch::HttpRequest;
use super::response::FilteredResponse;
use super::response::Response;

/// A message with its body. Fails if the URL or a header is none to `http`.
///
/// # Example
/// ```
/// use crosscheck::agent::api::{FetchInit, PageRequest};
/// use crosscheck::agent::{Client, HttpRequest, Profile, Response, UserAgent, fetch};
///
/// // Any function over `http`'s types is a network.
/// let mut server = |message: &HttpRequest, _: &mut UserAgent| {
///     let request = http::Request::try_from(message).ok()?;
///     assert_eq!(request.headers()["origin"], "https://app.example");
///     let answer = http::Response::builder().header("access-control-allow-origin", "*");
///     Some(Response::from(answer.body("hello").ok()?))
/// };
/// let mut browser = UserAgent::new(&Profile::CHROMIUM);
/// let page = Client::page("https://app.example/").unwrap();
/// let asked = PageRequest::fetch("https://api.example/#top", FetchInit::default());
/// let request = asked.set_up(&browser, &page).unwrap();
/// let seen = fetch(request, &mut server, &mut browser, 0).result.unwrap();
/// let seen = http::Response::try_from(&seen).unwrap();
/// assert_eq!((seen.status().as_u16(), &**seen.body()), (200, &b"hello"[..]));
/// assert!(seen.headers().is_empty(), "the server exposes nothing");
/// ```
impl TryFrom<&HttpRequest> for http::Request<Body> {
    type Error = http::Error;

    fn try_from(message: &HttpRequest) -> Result<Self, http::Error> {
        let builder = http::Request::builder().method(&*message.method);
        let mut request =
            builder.uri(&message.url[..Position::AfterQuery]).body(message.body.clone())?;
        *request.headers_mut() = HeaderMap::try_from(&message.headers)?;
        Ok(request)
    }
}

/// An answer with its body.
impl<B: Into<Body>> From<http::Response<B>> for Response {
    fn from(response: http::Response<B>) -> Self {
        let (head, body) = response.into_parts();
        Self { status: head.status.as_u16(), headers: (&head.headers).into(), body: body.into() }
    }
}

/// What script sees. Fails where the status is hidden, for 0 is none to `http`.
impl TryFrom<&FilteredResponse> for http::Response<Body> {
    type Error = http::Error;

    fn try_from(seen: &FilteredResponse) -> Result<Self, http::Error> {
        let mut response = http::Response::builder().status(seen.status).body(seen.body.clone())?;
        *response.headers_mut() = HeaderMap::try_from(&seen.headers)?;
        Ok(response)
    }
}
