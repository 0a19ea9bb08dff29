//! What loads a document into a frame: `<iframe>`, and forms.

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;

use url::Url;

use super::bare_request::bare_request;
use super::form::FormEncoding;
use super::form::FormInit;
use super::set_up_error::SetUpError;
use crate::agent::body::Body;
use crate::agent::client::Client;
use crate::agent::request::CacheMode;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestBody;
use crate::agent::request::RequestMode;
use crate::agent::user_agent::UserAgent;

/// Sets up what an `<iframe>` loads.
///
/// DEVIATES: the standard follows a navigation's redirects itself, by the same rules.
///
/// Spec: <https://html.spec.whatwg.org/multipage/browsing-the-web.html#create-navigation-params-by-fetching>
pub(super) fn set_up_iframe(client: &Arc<Client>, url: &str) -> Result<Request, SetUpError> {
    let url = client.parse_url(url).ok_or(SetUpError::InvalidUrl)?;
    Ok(navigation_request(client, url, Initiator::Iframe))
}

/// Sets up what a form sends into a frame. It has one field, whose name and value are a letter long.
///
/// Spec: <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#form-submission-algorithm>
pub(super) fn set_up_form(
    agent: &UserAgent,
    client: &Arc<Client>,
    url: &str,
    init: &FormInit,
) -> Result<Request, SetUpError> {
    // Not from a sandbox that lets no form be sent.
    if client.forbids_forms {
        return Err(SetUpError::SandboxedForm);
    }
    let mut url = client.parse_url(url).ok_or(SetUpError::InvalidUrl)?;
    let by_get = init.method.as_deref().is_some_and(|method| method.eq_ignore_ascii_case("GET"));
    // Mutate action URL.
    if by_get {
        url.set_query(Some(FIELD));
        return Ok(navigation_request(client, url, Initiator::Form));
    }
    // Submit as entity body.
    let mut request = navigation_request(client, url, Initiator::Form);
    let encoding = init.encoding.unwrap_or(FormEncoding::UrlEncoded);
    let (content_type, content): (String, Body) = match encoding {
        FormEncoding::UrlEncoded => (encoding.name().into(), FIELD.into()),
        FormEncoding::Multipart => {
            let content_type = format!("{}; boundary=----crosscheck", encoding.name());
            (content_type, MULTIPART_FIELD.into())
        }
        FormEncoding::Text => (encoding.name().into(), [FIELD, "\r\n"].concat().into()),
    };
    request.method = "POST".into();
    request.body = Some(RequestBody { content, is_stream: false });
    request.headers.append("Content-Type", content_type);
    if agent.profile.forms_revalidate {
        request.cache = CacheMode::NoCache;
    }
    Ok(request)
}

/// A request for a document: always with credentials, and nobody's consent is asked.
fn navigation_request(client: &Arc<Client>, url: Url, initiator: Initiator) -> Request {
    let mut request = bare_request(client, url, initiator);
    request.mode = RequestMode::Navigate;
    request.credentials = CredentialsMode::Include;
    request
}

const FIELD: &str = "k=v";

const MULTIPART_FIELD: &str = "------crosscheck\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\nv\r\n\
                               ------crosscheck--\r\n";
