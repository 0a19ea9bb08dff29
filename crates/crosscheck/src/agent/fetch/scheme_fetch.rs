//! Scheme fetch: answers that a URL holds itself.

use alloc::boxed::Box;
use alloc::string::ToString;

use data_url::DataUrl;
use url::Url;

use super::filtered_response::filter;
use super::main_fetch::Fetch;
use super::main_fetch::Next;
use crate::agent::cause::Cause;
use crate::agent::cause::Stage;
use crate::agent::response::Response;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;

impl Fetch {
    /// Answers from the URL itself; nothing is sent.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-scheme-fetch>
    pub(in crate::agent) fn data_fetch(self: Box<Self>, agent: &mut UserAgent) -> Next {
        // MISSING: 3.a to 3.b. `about:` and `blob:`, which the host has.
        // 3.c. What the URL itself holds.
        // MISSING: 3.d. `file:`.
        // SHORTCUT: 3.e. Over HTTP the main fetch goes on by itself.
        match data_response(self.request.current_url()) {
            Some(response) => {
                let filtered = filter(&self.request, response, agent.profile);
                self.done(Ok(filtered))
            }
            None => self.fail(Cause::InvalidDataUrl, Stage::Request, None, agent),
        }
    }
}

/// Spec: <https://fetch.spec.whatwg.org/#data-url-processor>
fn data_response(url: &Url) -> Option<Response> {
    let data = DataUrl::process(url.as_str()).ok()?;
    let (body, _) = data.decode_to_vec().ok()?;
    let mut headers = HeaderList::new();
    headers.append("Content-Type", data.mime_type().to_string());
    Some(Response { status: 200, headers, body: body.into() })
}
