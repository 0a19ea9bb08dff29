//! `Cross-Origin-Embedder-Policy`: a page that loads from others only what they mean for it.

use crate::agent::profile::Profile;
use crate::wire::HeaderList;

/// What a document demands of what it embeds.
///
/// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#embedder-policy-value>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
pub enum EmbedderPolicy {
    /// Nothing.
    #[default]
    UnsafeNone,
    /// What comes without CORS must not have been asked for with credentials, or say that it may be
    /// embedded.
    Credentialless,
    /// It must say that it may be embedded.
    RequireCorp,
}

impl EmbedderPolicy {
    /// What a document's headers say.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#obtain-an-embedder-policy>
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{EmbedderPolicy, Profile};
    /// use crosscheck::wire::HeaderList;
    ///
    /// let headers = [("Cross-Origin-Embedder-Policy", "require-corp; report-to=\"x\"")];
    /// let headers: HeaderList = headers.into_iter().collect();
    /// let policy = EmbedderPolicy::of(&headers, &Profile::SPEC);
    /// assert_eq!(policy, EmbedderPolicy::RequireCorp);
    /// ```
    pub fn of(headers: &HeaderList, profile: &Profile) -> Self {
        let value = headers.get("Cross-Origin-Embedder-Policy").unwrap_or_default();
        let token = value.split(|byte| *byte == b';').next().unwrap_or_default();
        match token.trim_ascii() {
            b"require-corp" => Self::RequireCorp,
            b"credentialless" if profile.knows_credentialless => Self::Credentialless,
            _ => Self::UnsafeNone,
        }
    }

    /// What `Document-Isolation-Policy` says, which asks the same of a document's own requests, whatever
    /// its frames do.
    ///
    /// Spec: <https://wicg.github.io/document-isolation-policy/>
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{EmbedderPolicy, Profile};
    /// use crosscheck::wire::HeaderList;
    ///
    /// let headers = [("Document-Isolation-Policy", "isolate-and-credentialless")];
    /// let headers: HeaderList = headers.into_iter().collect();
    /// let policy = |profile| EmbedderPolicy::of_isolation(&headers, profile);
    /// assert_eq!(policy(&Profile::CHROMIUM), EmbedderPolicy::Credentialless);
    /// assert_eq!(policy(&Profile::FIREFOX), EmbedderPolicy::UnsafeNone);
    /// ```
    pub fn of_isolation(headers: &HeaderList, profile: &Profile) -> Self {
        let value = headers.get("Document-Isolation-Policy").unwrap_or_default();
        let token = value.split(|byte| *byte == b';').next().unwrap_or_default();
        match token.trim_ascii() {
            _ if !profile.knows_document_isolation => Self::UnsafeNone,
            b"isolate-and-require-corp" => Self::RequireCorp,
            b"isolate-and-credentialless" => Self::Credentialless,
            _ => Self::UnsafeNone,
        }
    }
}
