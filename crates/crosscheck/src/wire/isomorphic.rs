//! Bytes as text whose code points are those bytes, and back.

#[cfg(feature = "scenario")]
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// Text whose code points are the bytes: nothing is lost, whatever they mean.
///
/// Spec: <https://infra.spec.whatwg.org/#isomorphic-decode>
///
/// # Example
/// ```
/// use crosscheck::wire::{isomorphic_decode, isomorphic_encode};
/// assert_eq!(isomorphic_decode(b"caf\xe9"), "caf\u{e9}");
/// assert_eq!(isomorphic_encode("caf\u{e9}"), b"caf\xe9");
/// ```
pub fn isomorphic_decode(bytes: &[u8]) -> String {
    match core::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => text.into(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The same of a value that the code itself may spell: that is not copied.
#[cfg(feature = "scenario")]
#[expect(clippy::ptr_arg, reason = "whether it is borrowed for good is what is asked")]
pub(crate) fn decode_spelled(bytes: &Cow<'static, [u8]>) -> Cow<'static, str> {
    match bytes {
        Cow::Borrowed(bytes) if bytes.is_ascii() => String::from_utf8_lossy(bytes),
        bytes => Cow::Owned(isomorphic_decode(bytes)),
    }
}

/// The bytes that the code points of a text are. What is no byte is cut to its lowest one: whoever
/// has text that may be more encodes it otherwise.
///
/// Spec: <https://infra.spec.whatwg.org/#isomorphic-encode>
///
/// # Example
/// ```
/// use crosscheck::wire::isomorphic_encode;
///
/// assert_eq!(isomorphic_encode("caf\u{e9}"), b"caf\xe9");
/// assert_eq!(isomorphic_encode("\u{131}"), b"1", "what is no byte is cut");
/// ```
pub fn isomorphic_encode(text: &str) -> Vec<u8> {
    if text.is_ascii() {
        return text.into();
    }
    text.chars().map(|character| u32::from(character).to_le_bytes()[0]).collect()
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::isomorphic_decode;
    use super::isomorphic_encode;

    #[test]
    fn every_byte_comes_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(isomorphic_encode(&isomorphic_decode(&bytes)), bytes);
    }

    #[test]
    fn what_is_no_byte_is_cut() {
        assert_eq!(isomorphic_encode("\u{131}"), b"1");
    }
}
