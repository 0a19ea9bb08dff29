//! A browser: from what a page asks to what its script may read, without a network of its own.
//!
//! # 1. A browser, a page, and what it asks
//! A [`UserAgent`] is one user's browser: what it is ([`Profile`]) and what it remembers. A page asks by
//! an API, each with its own rules; [`PageRequest`] has all of them. What no page can ask fails here,
//! before anything is sent:
//! ```
//! use crosscheck::agent::api::{FetchInit, PageRequest};
//! use crosscheck::agent::{Client, Profile, UserAgent};
//!
//! let browser = UserAgent::new(&Profile::FIREFOX);
//! let page = Client::page("https://app.example/inbox")?;
//! let init = FetchInit { method: Some("CONNECT".into()), ..FetchInit::default() };
//! let asked = PageRequest::fetch("https://api.example/users", init);
//! assert!(asked.set_up(&browser, &page).is_err(), "script is told a TypeError at once");
//! # Ok::<(), crosscheck::agent::PageUrlError>(())
//! ```
//! A page is a [`Client`]: of its URL, as here, or of an [`Origin`] or a [`Url`](url::Url) that you have. So are
//! frames and workers, and what its own headers say of a page.
//!
//! # 2. Let it fetch over your network
//! [`fetch`] hands each message to what carries it, preflights and redirects included, until it is
//! over; [`fetch_async`] is the same for a network that has to be awaited.
//! ```
//! # use crosscheck::agent::api::{FetchInit, PageRequest};
//! # use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
//! # use crosscheck::wire::Origin;
//! let mut browser = UserAgent::new(&Profile::CHROMIUM);
//! let page = Origin::parse("https://app.example").unwrap();
//! let init = FetchInit { method: Some("PUT".into()), ..FetchInit::default() };
//! let asked = PageRequest::fetch("https://api.example/users", init);
//!
//! let mut sent = Vec::new();
//! let mut server = |message: &HttpRequest, _: &mut UserAgent| {
//!     sent.push(message.method.clone());
//!     let lines = [
//!         ("Access-Control-Allow-Origin", "https://app.example"),
//!         ("Access-Control-Allow-Methods", "PUT"),
//!         ("Access-Control-Max-Age", "600"),
//!     ];
//!     Some(Response { status: 200, headers: lines.into_iter().collect(), ..Response::default() })
//! };
//! let request = asked.set_up(&browser, &page).unwrap();
//! let first = fetch(request, &mut server, &mut browser, 0);
//! assert_eq!(first.result.expect("the page reads").status, 200);
//!
//! // A second later the preflight is remembered.
//! let request = asked.set_up(&browser, &page).unwrap();
//! fetch(request, &mut server, &mut browser, 1_000);
//! assert_eq!(sent, ["OPTIONS", "PUT", "PUT"]);
//! ```
//! Time is a number that you hand in: milliseconds since a fixed moment.
//!
//! # 3. When it fails, ask why
//! A [`Failure`] has the cause and where on the way it was met; [`console_texts`] is what that browser
//! writes, and [`guide::console`] goes on from there:
//! ```
//! # use crosscheck::agent::api::{FetchInit, PageRequest};
//! # use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
//! # use crosscheck::diagnosis::{broken_rule, console_texts};
//! # use crosscheck::wire::Origin;
//! # let page = Origin::parse("https://app.example").unwrap();
//! # let asked = PageRequest::fetch("https://api.example/users", FetchInit::default());
//! let mut browser = UserAgent::new(&Profile::WEBKIT);
//! let mut silent = |_: &HttpRequest, _: &mut UserAgent| {
//!     Some(Response { status: 200, ..Response::default() })
//! };
//! let request = asked.set_up(&browser, &page).unwrap();
//! let outcome = fetch(request, &mut silent, &mut browser, 0);
//! assert!(!console_texts(&outcome, browser.profile).is_empty());
//! let failure = outcome.result.expect_err("nobody was let in");
//! assert_eq!(broken_rule(&failure).name(), "allow-origin-missing");
//! ```
//!
//! # 4. Another browser, another year
//! What browsers do otherwise than the standard is a table of data ([`Profile::DIFFERENCES`]), each row
//! with its evidence. [`Profile::of_release`] knows older releases: `firefox@140` knows no `Partitioned`.
//!
//! # 5. Bodies, and what is kept
//! A [`Body`] is one value on its way through the engine, never copied. What only passes by may stay with
//! whoever carries it ([`Body::elsewhere`]): [`Wait::needs_body`] tells of which answers the head is enough.
//! With the feature `http` messages and answers are those of the crate `http`, too.
//!
//! A browser's cookies are listed by [`CookieJar::iter`] and loaded again by [`CookieJar::load`]; with the feature
//! `serde` they are records that can be written anywhere. The crate `crosscheck-reqwest` is all of this over
//! reqwest.
//!
//! # 6. What it does not do
//! What is here decides what is sent and read across origins. This is missing, and yours where you need it:
//!
//! - **Content security policy**, sandboxing beyond forms and origins, permissions policy beyond the local network.
//! - **Service workers** run no script: a page can be [controlled](crate::agent::Client::controller) by one that
//!   passes requests on, and no other.
//! - **Ports** that browsers never connect to, and schemes but `http`, `https` and `data`: `blob:`, `file:`.
//! - **The connection**: TLS, proxies, passwords (`401`, `407`), codings of bodies, `User-Agent`,
//!   `Accept-Encoding`, `Content-Length`, client hints, the key and the protocols of a WebSocket.
//! - **Integrity**: that a body has the digest asked for is the host's to look at; that it may be seen for
//!   that is not.
//! - **Navigations** of the page in the address bar, `Sec-Fetch-User` and `Sec-Purpose`; documents in frames are asked
//!   for, not run.
//! - **Time limits**, `AbortSignal`, priorities, how much may wait in `fetchLater()`.
//!
//! Each algorithm of the standards with the steps that are done and missing is in
//! `docs/spec-coverage.md` of the repository.
//!
//! [`Body`]: crate::agent::Body
//! [`Body::elsewhere`]: crate::agent::Body::elsewhere
//! [`Client`]: crate::agent::Client
//! [`CookieJar::iter`]: crate::agent::CookieJar::iter
//! [`CookieJar::load`]: crate::agent::CookieJar::load
//! [`Failure`]: crate::agent::Failure
//! [`Origin`]: crate::wire::Origin
//! [`PageRequest`]: crate::agent::api::PageRequest
//! [`Profile`]: crate::agent::Profile
//! [`Profile::DIFFERENCES`]: crate::agent::Profile::DIFFERENCES
//! [`Profile::of_release`]: crate::agent::Profile::of_release
//! [`UserAgent`]: crate::agent::UserAgent
//! [`Wait::needs_body`]: crate::agent::Wait::needs_body
//! [`console_texts`]: crate::diagnosis::console_texts()
//! [`fetch`]: crate::agent::fetch()
//! [`fetch_async`]: crate::agent::fetch_async
//! [`guide::console`]: super::console
