//! `Cross-Origin-Embedder-Policy`: a page that loads from others only what they mean for it.

use crate::agent::cause::Cause;
use crate::agent::client::Client;
use crate::agent::profile::Profile;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::wire::HeaderList;
use crate::wire::Origin;

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
}

/// Whether a page's policy lets a request carry credentials.
///
/// Spec: <https://fetch.spec.whatwg.org/#cross-origin-embedder-policy-allows-credentials>
pub(in crate::agent) fn allows_credentials(request: &Request) -> bool {
    request.mode != RequestMode::NoCors
        || request.client.embedder_policy != EmbedderPolicy::Credentialless
        || request.url_list.iter().all(|url| request.origin.is_same_origin(&Origin::of(url)))
}

/// Whether a frame's document demands too little for the document around it.
///
/// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#check-a-navigation-response's-adherence-to-its-embedder-policy>
pub(in crate::agent) fn frame_block(
    request: &Request,
    headers: &HeaderList,
    profile: &Profile,
) -> Option<Cause> {
    let is_frame = matches!(request.initiator, Initiator::Iframe | Initiator::Form);
    let is_demanded = demands(&request.client);
    let demands_nothing = EmbedderPolicy::of(headers, profile) == EmbedderPolicy::UnsafeNone;
    (is_frame && is_demanded && demands_nothing).then_some(Cause::EmbedderPolicy)
}

fn demands(client: &Client) -> bool {
    client.embedder_policy != EmbedderPolicy::UnsafeNone
}
