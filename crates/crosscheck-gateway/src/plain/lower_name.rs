//! A header's name in lower case, to be known by.

/// A name in lower case, as far as it tells what it is: none that means something to a gateway is longer.
pub(super) struct LowerName {
    bytes: [u8; LONGEST],
    length: usize,
}

impl LowerName {
    /// `None` of what is no name.
    #[inline]
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        let mut bytes = [b'-'; LONGEST];
        let length = name.len().min(LONGEST);
        bytes[..length].copy_from_slice(&name[..length]);
        bytes.make_ascii_lowercase();
        // All of them at once; whatever else there is in names is rare.
        let are_usual = bytes.iter().fold(true, |so_far, byte| {
            so_far & (byte.is_ascii_lowercase() | byte.is_ascii_digit() | (*byte == b'-'))
        });
        let is_usual = are_usual && (1..=LONGEST).contains(&name.len());
        let is_name = is_usual || length > 0 && name.iter().all(is_of_a_name);
        is_name.then_some(Self { bytes, length })
    }

    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// Spec: <https://httpwg.org/specs/rfc9110.html#tokens>
fn is_of_a_name(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte)
}

/// The longest of the names that are looked for has fewer bytes.
const LONGEST: usize = 32;
