//! Header lists: names and values in the order in which they were given.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::list::trimmed;

/// A list of header lines, order and repeats kept, names compared without case.
///
/// Values are bytes: the Fetch standard classifies some that `http::HeaderValue` cannot hold. Names and
/// values that the code itself spells are not copied.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-header-list>
///
/// # Example
/// ```
/// use crosscheck::wire::HeaderList;
/// let mut headers = HeaderList::new();
/// headers.append("Vary", "Origin");
/// headers.append("vary", "Accept");
/// assert_eq!(headers.get("VARY").as_deref(), Some(&b"Origin, Accept"[..]));
/// assert_eq!(headers.lines("vary").count(), 2);
/// assert_eq!(headers.get("x-total"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderList(pub(super) Vec<(Name, Value)>);

pub(crate) type Name = Cow<'static, str>;
pub(crate) type Value = Cow<'static, [u8]>;

impl HeaderList {
    /// An empty list.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// An empty list with room for so many lines.
    #[cfg(feature = "agent")]
    pub(crate) fn with_capacity(lines: usize) -> Self {
        Self(Vec::with_capacity(lines))
    }

    /// Adds one line at the end.
    pub fn append(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Vec<u8>>) {
        self.0.push((name.into(), Cow::Owned(value.into())));
    }

    /// Adds one line of words that the code itself spells.
    #[cfg(feature = "agent")]
    pub(crate) fn append_static(&mut self, name: &'static str, value: &'static str) {
        self.0.push((Cow::Borrowed(name), Cow::Borrowed(value.as_bytes())));
    }

    /// Adds the lines of another list at the end.
    #[cfg(feature = "agent")]
    pub(crate) fn append_all(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Replaces every line with that name by one.
    ///
    /// # Example
    /// ```
    /// use crosscheck::wire::HeaderList;
    ///
    /// let mut headers: HeaderList = [("vary", "Origin"), ("vary", "Accept")].into_iter().collect();
    /// headers.set("Vary", "*");
    /// assert_eq!(headers.lines("vary").collect::<Vec<_>>(), [b"*"]);
    /// ```
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Vec<u8>>) {
        let (name, mut value) = (name.into(), Some(Cow::Owned(value.into())));
        self.0.retain_mut(|(n, line)| {
            if !n.eq_ignore_ascii_case(&name) {
                return true;
            }
            // The first of them takes it, and none is left for the others.
            value.take().map(|value| *line = value).is_some()
        });
        if let Some(value) = value {
            self.0.push((name, value));
        }
    }

    /// Removes every line with that name.
    ///
    /// # Example
    /// ```
    /// use crosscheck::wire::HeaderList;
    ///
    /// let mut headers: HeaderList = [("Origin", "null"), ("Accept", "*/*")].into_iter().collect();
    /// headers.delete("origin");
    /// assert!(!headers.contains("Origin") && headers.contains("accept"));
    /// ```
    pub fn delete(&mut self, name: &str) {
        self.0.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
    }

    /// Keeps the lines for which `keep` holds.
    ///
    /// # Example
    /// ```
    /// use crosscheck::wire::HeaderList;
    ///
    /// let mut headers: HeaderList = [("Set-Cookie", "a=1"), ("Vary", "*")].into_iter().collect();
    /// headers.retain(|name, _| !name.eq_ignore_ascii_case("set-cookie"));
    /// assert_eq!(headers.iter().count(), 1);
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &[u8]) -> bool) {
        self.0.retain(|(n, v)| keep(n, v));
    }

    /// The combined value of all lines with that name, joined by `, `; `None` if there is none.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-header-list-get>
    pub fn get(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        // 1. No line, no value.
        let lines = self.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
        let mut lines = lines.map(|(_, line)| line);
        let mut combined = Cow::Borrowed(lines.next()?);
        // 2. All lines, joined.
        lines.for_each(|line| append_line(combined.to_mut(), line));
        Some(combined)
    }

    /// The values of all lines with that name, each on its own.
    pub fn lines<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v)
    }

    /// Whether a line with that name exists.
    ///
    /// # Example
    /// ```
    /// use crosscheck::wire::HeaderList;
    ///
    /// let headers: HeaderList = [("Content-Type", "text/plain")].into_iter().collect();
    /// assert!(headers.contains("content-type"));
    /// assert!(!headers.contains("content"));
    /// ```
    pub fn contains(&self, name: &str) -> bool {
        self.lines(name).next().is_some()
    }

    /// Every line, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(n, v)| (&**n, &**v))
    }

    /// The same, with what the code itself spells told apart from what is copied.
    #[cfg(feature = "agent")]
    pub(crate) fn spelled(&self) -> impl Iterator<Item = &(Name, Value)> {
        self.0.iter()
    }

    /// Whether there is no line at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<N: Into<String>, V: Into<Vec<u8>>> FromIterator<(N, V)> for HeaderList {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(lines: I) -> Self {
        let owned = |(n, v): (N, V)| (Cow::Owned(n.into()), Cow::Owned(v.into()));
        Self(lines.into_iter().map(owned).collect())
    }
}

pub(super) fn append_line(combined: &mut Vec<u8>, line: &[u8]) {
    combined.extend_from_slice(b", ");
    combined.extend_from_slice(line);
}

/// Strips HTTP whitespace (tab, line feed, carriage return, space) from both ends.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-header-value-normalize>
///
/// # Example
/// ```
/// use crosscheck::wire::normalize_header_value;
///
/// assert_eq!(normalize_header_value(b" \ttext/plain\r\n"), b"text/plain");
/// ```
pub fn normalize_header_value(value: &[u8]) -> &[u8] {
    trimmed(value, |byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '))
}

/// Whether bytes may stand as a header's value: no NUL, CR or LF, no blank at either end.
///
/// Spec: <https://fetch.spec.whatwg.org/#header-value>
///
/// # Example
/// ```
/// use crosscheck::wire::is_header_value;
/// assert!(is_header_value(b"a value"));
/// assert!(!is_header_value(b"one\r\nx-other: smuggled"));
/// ```
pub fn is_header_value(value: &[u8]) -> bool {
    !value.iter().any(|b| matches!(b, 0 | b'\n' | b'\r'))
        && !value.first().is_some_and(|b| matches!(b, b' ' | b'\t'))
        && !value.last().is_some_and(|b| matches!(b, b' ' | b'\t'))
}
