//! What `Cross-Origin-Embedder-Policy` keeps out: credentials, and frames that demand too little.

use crate::agent::cause::Cause;
use crate::agent::client::Client;
use crate::agent::policy::embedder::EmbedderPolicy;
use crate::agent::profile::Profile;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::wire::HeaderList;

/// Whether a page's policy lets a request carry credentials.
///
/// Spec: <https://fetch.spec.whatwg.org/#cross-origin-embedder-policy-allows-credentials>
pub(in crate::agent) fn allows_credentials(request: &Request) -> bool {
    // 2. Under CORS the server decides.
    if request.mode != RequestMode::NoCors {
        return true;
    }
    // 4. Only a page that is `credentialless` holds them back.
    let client = &request.client;
    if ![client.embedder_policy, client.isolation_policy].contains(&EmbedderPolicy::Credentialless)
    {
        return true;
    }
    // DEVIATES: 5. Nor from the own origin, if no redirect ever left it: the standard asks for one.
    request.url_list.iter().all(|url| request.origin.is_of(url))
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
