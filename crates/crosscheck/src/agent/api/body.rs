//! A body as a page gives it: its kind decides the `Content-Type`.

use alloc::string::String;
use alloc::string::ToString;

use crate::agent::body::Body;
use crate::agent::request::RequestBody;
use crate::wire::words::words;

words! {
    /// How a page made a body.
    #[non_exhaustive]
    pub enum BodyKind {
        /// A string.
        Text = "text",
        /// `URLSearchParams`.
        Params = "params",
        /// `FormData`.
        Form = "form",
        /// A `Blob`, which may have a type.
        Blob = "blob",
        /// Bytes, which have none.
        Bytes = "bytes",
        /// A `ReadableStream`, which cannot be sent twice.
        Stream = "stream",
    }
}

/// A body as a page gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BodyInit {
    /// How the page made it.
    pub kind: BodyKind,
    /// What is sent.
    pub content: Body,
    /// The type of a blob; of a form, that with the boundary between its fields.
    pub mime_type: Option<String>,
}

impl BodyInit {
    /// A body of a kind.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{BodyInit, BodyKind, FetchInit};
    ///
    /// let body = BodyInit::new(BodyKind::Text, "hello");
    /// let init = FetchInit { method: Some("POST".into()), body: Some(body), ..Default::default() };
    /// assert_eq!(&*init.body.unwrap().content, b"hello");
    /// ```
    pub fn new(kind: BodyKind, content: impl Into<Body>) -> Self {
        Self { kind, content: content.into(), mime_type: None }
    }

    /// A blob of a type.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{BodyInit, FetchInit, PageRequest};
    /// use crosscheck::agent::{Profile, UserAgent};
    /// use crosscheck::wire::Origin;
    ///
    /// // The type of a blob goes along as `Content-Type`, and JSON is none that needs no permission.
    /// let body = BodyInit::blob("{}", "application/json");
    /// let init = FetchInit { method: Some("POST".into()), body: Some(body), ..FetchInit::default() };
    /// let asked = PageRequest::fetch("https://api.example/", init);
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let request = asked.set_up(&UserAgent::new(&Profile::SPEC), &page).unwrap();
    /// assert_eq!(request.headers.get("Content-Type"), Some(b"application/json"[..].into()));
    /// ```
    pub fn blob(content: impl Into<Body>, mime_type: &str) -> Self {
        Self { mime_type: Some(mime_type.into()), ..Self::new(BodyKind::Blob, content) }
    }

    /// The body, and the `Content-Type` that its kind gives it.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-bodyinit-extract>
    pub(super) fn extract(&self) -> (RequestBody, Option<String>) {
        // 10. By kind.
        let content_type = match self.kind {
            BodyKind::Text => Some("text/plain;charset=UTF-8".to_string()),
            BodyKind::Params => Some("application/x-www-form-urlencoded;charset=UTF-8".to_string()),
            BodyKind::Form => Some(match &self.mime_type {
                Some(given) => given.clone(),
                None => "multipart/form-data; boundary=----crosscheck".to_string(),
            }),
            BodyKind::Blob => {
                let given = self.mime_type.as_deref().filter(|given| !given.is_empty());
                given.map(str::to_ascii_lowercase)
            }
            BodyKind::Bytes | BodyKind::Stream => None,
        };
        let content = self.content.clone();
        (RequestBody { content, is_stream: self.kind == BodyKind::Stream }, content_type)
    }
}
