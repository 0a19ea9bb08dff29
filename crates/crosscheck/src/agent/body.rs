//! The body of a message.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;

/// The body of a message: its bytes, or that whoever carries the message has them.
///
/// Bytes are shared: to clone them costs nothing, so what script may read is what came, not a copy. A body
/// that is [elsewhere](Self::elsewhere) never passes through the engine: a stream, or a large file.
///
/// As a slice it is its bytes, of which it has none if they are elsewhere.
///
/// # Example
/// ```
/// use crosscheck::agent::Body;
///
/// let body = Body::from("hello");
/// assert_eq!((&*body, body.length()), (&b"hello"[..], Some(5)));
/// let stream = Body::elsewhere(None);
/// assert!(stream.is_elsewhere() && stream.length().is_none());
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Body(Held);

#[derive(Clone, Default, PartialEq, Eq)]
enum Held {
    #[default]
    Nothing,
    Bytes(Arc<Vec<u8>>),
    Elsewhere(Option<u64>),
}

impl Body {
    /// A body that whoever carries the message has; its length in bytes, if that is known.
    ///
    /// An answer with such a body is not kept in the HTTP cache, and whatever looks into bodies takes it for
    /// empty. [`Wait::needs_body`](super::Wait::needs_body) tells when that matters.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Body;
    ///
    /// assert_eq!(Body::elsewhere(Some(1 << 40)).length(), Some(1 << 40));
    /// ```
    pub const fn elsewhere(length: Option<u64>) -> Self {
        Self(Held::Elsewhere(length))
    }

    /// Whether whoever carries the message has it.
    pub const fn is_elsewhere(&self) -> bool {
        matches!(self.0, Held::Elsewhere(_))
    }

    /// How long it is, in bytes, if that is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Held::Nothing => Some(0),
            Held::Bytes(bytes) => Some(bytes.len() as u64),
            Held::Elsewhere(length) => *length,
        }
    }

    /// Its bytes; copied only if somebody else holds them, too.
    pub fn into_bytes(self) -> Vec<u8> {
        match self.0 {
            Held::Bytes(bytes) => Arc::unwrap_or_clone(bytes),
            Held::Nothing | Held::Elsewhere(_) => Vec::new(),
        }
    }
}

impl Deref for Body {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Held::Bytes(bytes) => bytes,
            Held::Nothing | Held::Elsewhere(_) => &[],
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        match bytes.is_empty() {
            true => Self::default(),
            false => Self(Held::Bytes(Arc::new(bytes))),
        }
    }
}

impl From<&[u8]> for Body {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Held::Elsewhere(length) => f.debug_tuple("Elsewhere").field(length).finish(),
            Held::Nothing | Held::Bytes(_) => write!(f, "Body(b\"{}\")", self.escape_ascii()),
        }
    }
}
