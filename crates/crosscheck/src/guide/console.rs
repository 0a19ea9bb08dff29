//! Reading a console: from the text that a browser wrote to what would let the page through.
//!
//! # 1. Read the text
//! Script is told `TypeError` and no reason; the console has it. [`read`] takes whatever was pasted, of
//! Chromium, Firefox or Safari, with whatever stood around it:
//! ```
//! use crosscheck::catalog::FetchRule;
//! use crosscheck::diagnosis::read;
//!
//! let text = "index.js:12 Access to fetch at 'https://api.example/orders' from origin \
//!             'https://app.example' has been blocked by CORS policy: Response to preflight \
//!             request doesn't pass access control check: No 'Access-Control-Allow-Origin' header \
//!             is present on the requested resource.";
//! let [reading] = &read(text)[..] else { unreachable!() };
//! assert_eq!(reading.browser, Some("chromium"));
//! assert_eq!(reading.refusal.rule, FetchRule::AllowOriginMissing);
//! assert_eq!(reading.refusal.origin.as_deref(), Some("https://app.example"));
//! ```
//! A text does not tell everything. Where it fits several rules, [`Reading::rules`] has all of them,
//! likeliest first; what it does not say stays `None` in the [`Refusal`]. Firefox and WebKit write
//! several lines about one refusal; they are read as one.
//!
//! # 2. Say what is wrong, and why
//! A [`FetchRule`] knows its texts, the standard's anchor, and the page that MDN has about it:
//! ```
//! use crosscheck::catalog::{FetchRule, Language};
//!
//! let rule = FetchRule::WildcardWithCredentials;
//! assert!(rule.what().english.contains("the request carries credentials"));
//! assert!(rule.spec().ends_with("#concept-cors-check"));
//! assert!(rule.what().said_in(Language::Chinese).is_some());
//! ```
//!
//! # 3. Say what to change
//! A text is a stranger's: nothing of it is fit for a configuration before it was checked.
//! [`RequiredHeaders`] holds only what is, and leaves the rest out by name:
//! ```
//! use crosscheck::diagnosis::{RequiredHeaders, read};
//!
//! let text = "Access to fetch at 'https://api.example/' from origin 'https://app.example' has been \
//!             blocked by CORS policy: Request header field x-token is not allowed by \
//!             Access-Control-Allow-Headers in preflight response.";
//! let refusal = &read(text)[0].refusal;
//! let required = RequiredHeaders::of(refusal).expect("headers help");
//! let (answer, preflight) = required.header_lines();
//! assert_eq!(answer[0], ("Access-Control-Allow-Origin", "https://app.example".to_string()));
//! assert_eq!(preflight.last(), Some(&("Access-Control-Allow-Headers", "x-token".to_string())));
//! ```
//! `crosscheck-export` writes that as the configuration of nginx, Express and others. Where no header
//! helps, [`advice`] says what does. All of it together, in the shape that every command, the lab and
//! a failing test show, is a [`RefusalView`]:
//! ```
//! use crosscheck::catalog::FetchRule;
//! use crosscheck::diagnosis::{Refusal, RefusalView};
//!
//! let refusal = Refusal::new(FetchRule::CorsDisabled);
//! let view = RefusalView::of_refusal(&refusal, &refusal);
//! assert!(view.needed.answer.is_empty(), "no server can turn CORS on in a browser");
//! assert_eq!(view.page, ["set content.cors.disable to false in about:config"]);
//! ```
//!
//! [`FetchRule`]: crate::catalog::FetchRule
//! [`Reading::rules`]: crate::diagnosis::Reading::rules
//! [`Refusal`]: crate::diagnosis::Refusal
//! [`RefusalView`]: crate::diagnosis::RefusalView
//! [`RequiredHeaders`]: crate::diagnosis::RequiredHeaders
//! [`advice`]: crate::diagnosis::advice()
//! [`read`]: crate::diagnosis::read()
