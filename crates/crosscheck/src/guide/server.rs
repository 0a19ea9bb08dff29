//! A server: from a list of origins to the headers of every answer.
//!
//! # 1. Say who may do what
//! A [`Config`] is a plain record: write it as a literal, or read it from a file (feature `serde`).
//! Everything but `origins` has a default that opens nothing.
//! ```
//! use crosscheck::server::{Config, Policy};
//!
//! let config = Config {
//!     origins: vec!["https://app.example".into(), "https://*.app.example".into()],
//!     credentials: true,                      // cookies may come along
//!     methods: vec!["PUT".into()],            // GET, HEAD and POST need no permission
//!     request_headers: vec!["x-token".into()],
//!     ..Config::default()
//! };
//! let policy = Policy::new(&config)?;
//! # Ok::<(), crosscheck::server::ConfigErrors>(())
//! ```
//! A [`Policy`] is a configuration that was checked. What browsers could not follow, or what would
//! open the door to everybody, is no policy; all of it is said at once, each with its place and the
//! spelling that would work:
//! ```
//! # use crosscheck::server::{Config, Policy};
//! let config = Config {
//!     origins: vec!["*".into(), "https://App.example/".into()],
//!     credentials: true,
//!     ..Config::default()
//! };
//! let errors = Policy::new(&config).expect_err("everybody, with cookies");
//! let places: Vec<&str> = errors.iter().map(|error| error.path.as_str()).collect();
//! assert_eq!(places, ["origins[0]", "origins[1]"]);
//! let suggested = errors.iter().find_map(|error| error.suggestion.as_deref());
//! assert_eq!(suggested, Some("https://app.example"));
//! ```
//! What is allowed and yet worth a word is in [`Policy::findings`].
//!
//! # 2. Different paths, different rules
//! Each [`Rule`] names its paths, which cover what is below them. The longest path that covers a
//! request is asked, alone; in it, the first rule that lists the origin answers.
//! ```
//! use crosscheck::server::{Config, Policy, Rule};
//!
//! let policy = Policy::new(&Config {
//!     rules: vec![
//!         Rule {
//!             paths: vec!["/fonts".into()],
//!             origins: vec!["*".into()],
//!             ..Rule::default()
//!         },
//!         Rule {
//!             paths: vec!["/api".into()],
//!             origins: vec!["https://app.example".into()],
//!             credentials: true,
//!             ..Rule::default()
//!         },
//!     ],
//!     ..Config::default()
//! })?;
//! assert!(policy.allows_origin("/fonts/a.woff2", b"https://anybody.example"));
//! assert!(!policy.allows_origin("/api/users", b"https://anybody.example"));
//! assert!(!policy.allows_origin("/", b"https://app.example"), "no rule covers it");
//! # Ok::<(), crosscheck::server::ConfigErrors>(())
//! ```
//!
//! # 3. Decide on a request
//! [`Policy::decide`] reads the head of a request and says which of three it is: not one of CORS, one
//! from a page, or a preflight, which is answered at once and never reaches the handler. A refusal is
//! an answer too: the browser keeps it from the page, and the [`Reason`] is for your log.
//! ```
//! use crosscheck::server::{Config, Decision, Head, Policy, Reason};
//!
//! let policy = Policy::new(&Config {
//!     origins: vec!["https://app.example".into()],
//!     methods: vec!["PUT".into()],
//!     ..Config::default()
//! })?;
//! let preflight = |method| {
//!     [("origin", "https://app.example"), ("access-control-request-method", method)]
//! };
//!
//! let put = preflight("PUT");
//! let decision = policy.decide(&Head::new("OPTIONS", "/", &put));
//! assert!(matches!(decision, Decision::Preflight { verdict: Ok(()), status: 204, .. }));
//!
//! let delete = preflight("DELETE");
//! let decision = policy.decide(&Head::new("OPTIONS", "/", &delete));
//! assert_eq!(decision.verdict(), Some(Err(Reason::MethodNotAllowed)));
//! // To a page that may read it is answered what it may send: its browser compares, and says which.
//! assert_eq!(decision.status_at_once(), Some(204));
//!
//! // Without `Origin` no page asks: handle it as ever.
//! let decision = policy.decide(&Head::new("GET", "/", &[] as &[(&str, &str)]));
//! assert!(matches!(decision, Decision::NotCors { .. }));
//! # Ok::<(), crosscheck::server::ConfigErrors>(())
//! ```
//! Your server has a type for requests: implement [`RequestHead`] over it and nothing is copied.
//!
//! # 4. Put the headers on the answer
//! In every case, an error's included, [`Edits::apply`] strips what the answer said of CORS and
//! writes what the policy says, `Vary` merged with what is there. Implement [`AnswerHeaders`] over your
//! answer; or use an adapter: `crosscheck-tower`, `crosscheck-actix`, `crosscheck-gateway`.
//!
//! # 5. Before it goes live
//! Ask why, for one request: [`Policy::explain`] names what was looked at and the smallest change that
//! would allow it. Ask about all requests at once: [`Policy::prove`] holds a sentence against every
//! origin and every path, and [`Policy::diff`] says what changes for whom.
//! ```
//! use crosscheck::server::{Assertion, Config, Policy};
//!
//! let of = |origins: &[&str]| {
//!     let origins = origins.iter().map(|origin| (*origin).into()).collect();
//!     Policy::new(&Config { origins, credentials: true, ..Config::default() })
//! };
//! let (old, new) = (of(&["https://app.example"])?, of(&["https://*.app.example"])?);
//! let difference = old.diff(&new)?;
//! assert!(difference.widens());
//!
//! let ours_alone = Assertion::new().outside(["https://app.example"]).never(["read with credentials"]);
//! assert!(old.prove(&ours_alone)?.is_empty());
//! assert_eq!(new.prove(&ours_alone)?[0].origin, "https://x.app.example");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # 6. WebSockets
//! Browsers ask nobody before they open one. [`Policy::guard_websocket`] holds the same rules where
//! browsers hold none.
//!
//! # 7. A server's own pages, and paths that are not yet its
//! A page of the very origin that is asked needs no permission, and sends `Origin` with its forms and
//! WebSockets all the same: by `Host` it is known ([`RequestHead::is_own_origin`]), and no list names
//! it. A path can be left to what is behind the policy, so that a service moves path by path:
//! ```
//! use crosscheck::server::{Config, Decision, Head, Policy, Rule};
//!
//! let policy = Policy::new(
//!     &Config::new()
//!         .origins(["https://app.example"])
//!         .rule(Rule::new().paths(["/old"]).handler(true)),
//! )?;
//! let form = [("host", "api.example"), ("origin", "https://api.example")];
//! let decision = policy.decide(&Head::new("POST", "/orders", &form));
//! assert!(matches!(decision, Decision::NotCors { .. }));
//! let decision = policy.decide(&Head::new("GET", "/old", &[("origin", "https://app.example")]));
//! assert!(decision.edits().leave_all(), "the handler says what it says");
//! # Ok::<(), crosscheck::server::ConfigErrors>(())
//! ```
//!
//! # 8. Origins that come and go
//! Three ways, from the simplest:
//! - A list that an administrator keeps: [`Policy::edit_origins`] makes the next policy of one that is in
//!   force. Both share what is listed, so one more of a million costs no more than a few would.
//! - A policy for each tenant: the adapters take a selector in the place of a policy, by host or by
//!   whatever else a request says (`PolicySelector`, `PoliciesByHost`).
//! - A table that is too large, or changes elsewhere: a rule with
//!   [`origin_source`](crate::server::Config::origin_source) asks about origins that no list holds.
//!   [`Policy::decide_with`] is handed whoever knows; the adapters fetch and keep answers
//!   (`OriginSource`, `OriginAnswers`).
//!
//! ```
//! use crosscheck::server::{Config, Head, OriginEdit, Policy};
//!
//! let policy = Policy::new(&Config {
//!     origins: vec!["https://app.example".into()],
//!     origin_source: true,
//!     ..Config::default()
//! })?;
//! let headers = [("origin", "https://shop.example")];
//! let head = Head::new("GET", "/", &headers);
//! let tenants = |origin: &str| Some(origin == "https://shop.example");
//! assert!(policy.decide_with(&head, tenants).verdict().unwrap().is_ok());
//! assert!(policy.decide(&head).verdict().unwrap().is_err(), "here nobody is known");
//!
//! let policy = policy.edit_origins(&OriginEdit::new().add_origins(["https://shop.example"]))?;
//! assert!(policy.decide(&head).verdict().unwrap().is_ok(), "now it is listed");
//! # Ok::<(), crosscheck::server::ConfigErrors>(())
//! ```
//!
//! [`AnswerHeaders`]: crate::server::AnswerHeaders
//! [`Config`]: crate::server::Config
//! [`Edits::apply`]: crate::server::Edits::apply
//! [`Policy`]: crate::server::Policy
//! [`Policy::decide`]: crate::server::Policy::decide
//! [`Policy::decide_with`]: crate::server::Policy::decide_with
//! [`Policy::diff`]: crate::server::Policy::diff
//! [`Policy::edit_origins`]: crate::server::Policy::edit_origins
//! [`Policy::explain`]: crate::server::Policy::explain
//! [`Policy::findings`]: crate::server::Policy::findings
//! [`Policy::guard_websocket`]: crate::server::Policy::guard_websocket
//! [`Policy::prove`]: crate::server::Policy::prove
//! [`Reason`]: crate::server::Reason
//! [`RequestHead::is_own_origin`]: crate::server::RequestHead::is_own_origin
//! [`RequestHead`]: crate::server::RequestHead
//! [`Rule`]: crate::server::Rule
