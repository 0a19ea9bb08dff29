//! `document.cookie`: what script reads and sets without asking anybody.

use alloc::string::String;
use alloc::vec::Vec;
use core::slice;

use crate::agent::client::Client;
use crate::agent::client::Global;
use crate::agent::cookies::issue::CookieIssue;
use crate::agent::user_agent::UserAgent;

/// Why script may not have a document's cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentCookieError {
    /// A worker has no document.
    NoDocument,
    /// The document's origin is opaque: a `SecurityError`.
    OpaqueOrigin,
}

/// What `document.cookie` reads in a client at a moment, each code point a byte.
///
/// Spec: <https://html.spec.whatwg.org/multipage/dom.html#dom-document-cookie>
///
/// # Example
/// ```
/// use crosscheck::agent::api::{document_cookie, set_document_cookie};
/// use crosscheck::agent::{Client, Profile, UserAgent};
///
/// let mut browser = UserAgent::new(&Profile::CHROMIUM);
/// let page = Client::page("https://app.example/").unwrap();
/// set_document_cookie(&mut browser, &page, "theme=dark", 0).unwrap();
/// assert_eq!(document_cookie(&browser, &page, 0).unwrap(), "theme=dark");
/// ```
pub fn document_cookie(
    agent: &UserAgent,
    client: &Client,
    now_ms: u64,
) -> Result<String, DocumentCookieError> {
    // A document without an address has no cookies.
    // An opaque origin may not ask.
    judge(client)?;
    let Some(url) = &client.url else { return Ok(String::new()) };
    // Those that HTTP would send, less those that are for HTTP alone.
    let mut situation = agent.cookie_situation(client, slice::from_ref(url), now_ms);
    situation.is_script = true;
    let cookies = agent.cookies.header(&situation, &mut Vec::new()).unwrap_or_default();
    Ok(cookies.into_iter().map(char::from).collect())
}

/// Gives `document.cookie` a text, as a `Set-Cookie` line would say it, and tells what was wrong with it.
///
/// Spec: <https://html.spec.whatwg.org/multipage/dom.html#dom-document-cookie>
///
/// # Example
/// ```
/// use crosscheck::agent::api::{DocumentCookieError, set_document_cookie};
/// use crosscheck::agent::{Client, CookieIssue, Profile, UserAgent};
/// use crosscheck::wire::Origin;
///
/// let mut browser = UserAgent::new(&Profile::FIREFOX);
/// let page = Client::page("https://app.example/").unwrap();
/// let issues = set_document_cookie(&mut browser, &page, "a=1; SameSite=None", 0).unwrap();
/// assert!(matches!(&issues[..], [CookieIssue::SameSiteNoneInsecure { .. }]));
///
/// // A sandboxed frame has no cookies to write.
/// let frame = page.frame(Origin::OPAQUE);
/// let refused = set_document_cookie(&mut browser, &frame, "a=1", 0);
/// assert_eq!(refused, Err(DocumentCookieError::OpaqueOrigin));
/// ```
pub fn set_document_cookie(
    agent: &mut UserAgent,
    client: &Client,
    text: &str,
    now_ms: u64,
) -> Result<Vec<CookieIssue>, DocumentCookieError> {
    judge(client)?;
    let mut issues = Vec::new();
    let Some(url) = &client.url else { return Ok(issues) };
    let mut situation = agent.cookie_situation(client, slice::from_ref(url), now_ms);
    situation.is_script = true;
    agent.cookies.store(text.as_bytes(), &situation, &mut issues);
    Ok(issues)
}

fn judge(client: &Client) -> Result<(), DocumentCookieError> {
    if client.global != Global::Window {
        return Err(DocumentCookieError::NoDocument);
    }
    match client.origin.is_opaque() {
        true => Err(DocumentCookieError::OpaqueOrigin),
        false => Ok(()),
    }
}
