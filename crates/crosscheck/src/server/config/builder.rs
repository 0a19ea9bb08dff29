//! A configuration, put together call by call; whatever is text will do for a name.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::record::Config;
use super::record::Danger;
use super::record::ResourcePolicy;
use super::record::Rule;

/// What a [`Config`] and its [`Rule`]s have in common.
macro_rules! rule_fields {
    ($record:ident) => {
        impl $record {
            /// Nothing is written yet.
            pub fn new() -> Self {
                Self::default()
            }

            /// Lists origins, in the place of what was listed.
            #[must_use]
            pub fn origins(mut self, origins: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
                self.origins = texts(origins);
                self
            }

            /// Says whether origins that no list holds are asked about while the server runs.
            #[must_use]
            pub const fn origin_source(mut self, origin_source: bool) -> Self {
                self.origin_source = origin_source;
                self
            }

            /// Says whether pages may read with credentials.
            #[must_use]
            pub const fn credentials(mut self, credentials: bool) -> Self {
                self.credentials = credentials;
                self
            }

            /// Lists methods, in the place of what was listed.
            #[must_use]
            pub fn methods(mut self, methods: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
                self.methods = texts(methods);
                self
            }

            /// Lists request headers, in the place of what was listed.
            #[must_use]
            pub fn request_headers(
                mut self,
                names: impl IntoIterator<Item = impl AsRef<str>>,
            ) -> Self {
                self.request_headers = texts(names);
                self
            }

            /// Lists response headers that pages may read, in the place of what was listed.
            #[must_use]
            pub fn expose_headers(
                mut self,
                names: impl IntoIterator<Item = impl AsRef<str>>,
            ) -> Self {
                self.expose_headers = texts(names);
                self
            }

            /// Says for how many seconds a browser may remember a preflight's answer.
            #[must_use]
            pub const fn max_age(mut self, seconds: u32) -> Self {
                self.max_age = Some(seconds);
                self
            }

            /// Says whether pages may see how long requests took.
            #[must_use]
            pub const fn expose_timing(mut self, expose_timing: bool) -> Self {
                self.expose_timing = expose_timing;
                self
            }

            /// Says which pages may embed answers without asking.
            #[must_use]
            pub const fn resource_policy(mut self, resource_policy: ResourcePolicy) -> Self {
                self.resource_policy = Some(resource_policy);
                self
            }
        }
    };
}

rule_fields!(Config);
rule_fields!(Rule);

impl Config {
    /// Adds a rule behind those that are there.
    ///
    /// A record is written as a literal or put together; either way [`Policy`](crate::server::Policy)
    /// checks it. `http::Method` and `http::HeaderName` are text, too.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Policy, Rule};
    /// let config = Config::new()
    ///     .origins(["https://app.example"])
    ///     .credentials(true)
    ///     .methods(["PUT", "DELETE"])
    ///     .request_headers(["content-type"])
    ///     .rule(Rule::new().paths(["/fonts"]).origins(["*"]).max_age(600));
    /// let policy = Policy::new(&config)?;
    /// assert!(policy.allows_origin("/fonts/a.woff2", b"https://anybody.example"));
    /// assert!(!policy.allows_origin("/orders", b"https://anybody.example"));
    /// assert_eq!(config.rules[0].origins, ["*"], "it is a plain record");
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Takes risks on purpose.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Danger, Policy};
    /// let intake = Config::new().origins(["*"]).credentials(true);
    /// assert!(Policy::new(&intake).is_err(), "every page of anybody would read as the visitor");
    ///
    /// let meant = Danger { everybody_with_credentials: true, ..Danger::default() };
    /// assert!(Policy::new(&intake.danger(meant)).is_ok());
    /// ```
    #[must_use]
    pub const fn danger(mut self, danger: Danger) -> Self {
        self.danger = danger;
        self
    }
}

impl Rule {
    /// Lists paths, in the place of what was listed.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Policy, Rule};
    /// let old = Rule::new().paths(["/old", "/older"]).handler(true);
    /// let policy = Policy::new(&Config::new().origins(["https://app.example"]).rule(old))?;
    /// assert!(policy.is_left_to_handler("/older/users"));
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[must_use]
    pub fn paths(mut self, paths: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.paths = texts(paths);
        self
    }

    /// Says whether the paths are left to their handler.
    #[must_use]
    pub const fn handler(mut self, handler: bool) -> Self {
        self.handler = handler;
        self
    }
}

/// Whatever is text, as a record holds it.
pub(crate) fn texts(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    texts.into_iter().map(|text| text.as_ref().to_string()).collect()
}
