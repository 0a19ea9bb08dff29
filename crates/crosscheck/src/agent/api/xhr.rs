//! `XMLHttpRequest`.

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::sync::Arc;

use super::bare_request::bare_request;
use super::bare_request::credentials_mode;
use super::body::BodyInit;
use super::body::BodyKind;
use super::script_set::checked_method;
use super::script_set::is_dropped;
use super::set_up_error::SetUpError;
use super::xhr_charset::with_utf_8;
use crate::agent::client::Client;
use crate::agent::client::Global;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::is_forbidden_request_header;
use crate::wire::is_header_value;
use crate::wire::is_token;
use crate::wire::normalize_header_value;

/// What an `XMLHttpRequest` was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written with `..default()`")]
pub struct XhrInit {
    /// The method; absent means `GET`.
    pub method: Option<String>,
    /// The calls of `setRequestHeader`, in order.
    pub headers: HeaderList,
    /// `withCredentials`.
    pub with_credentials: bool,
    /// Whether `xhr.upload` has a listener.
    pub upload_listener: bool,
    /// The body.
    pub body: Option<BodyInit>,
}

/// Sets up what `XMLHttpRequest.send()` sends.
///
/// Spec: <https://xhr.spec.whatwg.org/#the-send()-method>
pub(super) fn set_up_xhr(
    agent: &UserAgent,
    client: &Arc<Client>,
    url: &str,
    init: &XhrInit,
) -> Result<Request, SetUpError> {
    // `open()`: the URL may carry a user name and password.
    let url = client.parse_url(url).ok_or(SetUpError::InvalidUrl)?;
    let mut request = bare_request(client, url, Initiator::Xhr);
    request.unsafe_request = true;
    request.credentials = credentials_mode(init.with_credentials);
    // `open()`: a method that script may use, normalised.
    let method = init.method.as_deref().unwrap_or("GET");
    request.method = checked_method(method)?;
    // `setRequestHeader()`: forbidden ones are dropped, repeated ones joined.
    for (name, value) in init.headers.iter() {
        let value = normalize_header_value(value);
        if !is_token(name.as_bytes()) || !is_header_value(value) {
            return Err(SetUpError::InvalidHeader);
        }
        if is_forbidden_request_header(name, value) || is_dropped(name, agent) {
            request.refused_headers.push(name.into());
            continue;
        }
        request.headers.append(name.to_owned(), value);
    }
    request.headers.join_lines();
    // 3. The body is silently dropped where the method has none.
    let kind = init.body.as_ref().map(|body| body.kind);
    let has_body = !matches!(request.method.as_str(), "GET" | "HEAD");
    let sent = init.body.as_ref().filter(|_| has_body).map(BodyInit::extract);
    if let Some((body, content_type)) = sent {
        // MISSING: 4.2. Documents.
        // 4.3. Text, parameters, blobs, forms.
        request.body = Some(body);
        // 4.5. The type that script gave, but for its charset.
        if let Some(value) = request.headers.get("Content-Type").map(Cow::into_owned) {
            let rule = agent.profile.xhr_charset;
            let (is_text, is_params) =
                (kind == Some(BodyKind::Text), kind == Some(BodyKind::Params));
            let value = with_utf_8(value, is_text, is_params, rule);
            if agent.profile.judges_content_type_as_written {
                request.content_type_as_sent = Some(value);
            } else {
                request.headers.set("Content-Type", value);
            }
        }
        // 4.6. Its type, unless script gave one.
        if let Some(content_type) =
            content_type.filter(|_| !request.headers.contains("Content-Type"))
        {
            let is_lowered =
                client.global != Global::Window && agent.profile.workers_xhr_lowers_charset;
            let content_type = match is_lowered {
                true => content_type.replace("UTF-8", "utf-8"),
                false => content_type,
            };
            request.headers.append("Content-Type", content_type);
            request.content_type_of_body = true;
        }
    }
    // 5 to 6. A listener on the upload makes it a request that needs a preflight.
    request.use_cors_preflight = init.upload_listener
        && (request.body.is_some() || !agent.profile.upload_listener_needs_body);
    Ok(request)
}
