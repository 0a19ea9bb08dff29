//! A request before its API has said anything.

use alloc::string::String;
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;

use url::Url;

use crate::agent::client::Client;
use crate::agent::policy::referrer::ReferrerPolicy;
use crate::agent::request::CacheMode;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::RedirectMode;
use crate::agent::request::Referrer;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::wire::HeaderList;

/// A `GET` by CORS, with credentials to the own origin, that follows redirects.
pub(super) fn bare_request(client: &Arc<Client>, url: Url, initiator: Initiator) -> Request {
    Request {
        method: "GET".to_string(),
        url_list: [url].into(),
        headers: HeaderList::new(),
        body: None,
        origin: client.origin.clone(),
        client: Arc::clone(client),
        mode: RequestMode::Cors,
        credentials: CredentialsMode::SameOrigin,
        redirect: RedirectMode::Follow,
        cache: CacheMode::Default,
        keepalive: false,
        unsafe_request: false,
        use_cors_preflight: false,
        initiator,
        is_preload: false,
        preload_crossorigin: None,
        referrer: Referrer::Client,
        referrer_policy: ReferrerPolicy::Empty,
        integrity: None,
        refused_headers: Vec::new(),
        target_address_space: None,
        tainting: Tainting::Basic,
        asked_url: None,
        left_by_upgrade: Vec::new(),
        upgraded_hops: Vec::new(),
        redirect_count: 0,
        timing_allow_failed: false,
        has_named_its_origin: false,
        initial_headers: HeaderList::new(),
        content_type_as_sent: None,
        content_type_of_body: false,
        just_rewritten: false,
        initial_method: String::new(),
        initial_referrer: Referrer::Client,
        initial_referrer_policy: ReferrerPolicy::Empty,
        is_gone_again: false,
        first_unsafe_names: None,
    }
}

/// What `withCredentials`, or an attribute that says so, makes of the credentials mode.
pub(super) fn credentials_mode(included: bool) -> CredentialsMode {
    if included { CredentialsMode::Include } else { CredentialsMode::SameOrigin }
}
