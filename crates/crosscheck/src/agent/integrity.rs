//! Subresource Integrity: digests, one of which an answer's body must have.

use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::GeneralPurpose;
use base64::engine::GeneralPurposeConfig;
use sha2::Digest as _;
use sha2::Sha256;
use sha2::Sha384;
use sha2::Sha512;

/// How a digest is made; the stronger is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Algorithm {
    /// `sha256`
    Sha256,
    /// `sha384`
    Sha384,
    /// `sha512`
    Sha512,
}

impl Algorithm {
    /// All, the weakest first.
    pub const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    /// Its name in an `integrity` attribute.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Algorithm;
    ///
    /// assert_eq!(Algorithm::Sha384.name(), "sha384");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// Those digests of an `integrity` attribute that are said to be made so, and are no Base64.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Algorithm;
    ///
    /// let undecoded: Vec<_> = Algorithm::Sha256.undecoded("sha256-bogus sha256-AAAA").collect();
    /// assert_eq!(undecoded, ["bogus"]);
    /// ```
    pub fn undecoded(self, integrity: &str) -> impl Iterator<Item = &str> {
        let of_it = metadata(integrity).filter(move |(algorithm, _)| *algorithm == self);
        of_it.map(|(_, value)| value).filter(|value| decoded(value).is_none())
    }

    /// The digest of a body made so, in Base64.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Algorithm;
    ///
    /// assert!(Algorithm::Sha256.digest_of(b"").starts_with("47DEQpj8HBSa"));
    /// ```
    pub fn digest_of(self, bytes: &[u8]) -> String {
        BASE64.encode(self.digest(bytes))
    }

    /// How the strongest digests are made that an `integrity` attribute names; `None` if it names none.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Algorithm;
    ///
    /// assert_eq!(Algorithm::strongest("sha256-AAAA sha384-AAAA"), Some(Algorithm::Sha384));
    /// assert_eq!(Algorithm::strongest("md5-AAAA"), None);
    /// ```
    pub fn strongest(integrity: &str) -> Option<Self> {
        metadata(integrity).map(|(algorithm, _)| algorithm).max()
    }

    fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

/// Whether an `integrity` attribute says anything that is understood.
///
/// Spec: <https://w3c.github.io/webappsec-subresource-integrity/#parse-metadata>
pub(in crate::agent) fn names_a_digest(integrity: &str) -> bool {
    Algorithm::strongest(integrity).is_some()
}

/// Whether two `integrity` attributes name the same digests.
pub(in crate::agent) fn is_held_alike(one: &str, other: &str) -> bool {
    let names = |of: &str, in_: &str| metadata(of).all(|item| metadata(in_).any(|own| own == item));
    names(one, other) && names(other, one)
}

/// The digest that a body has, in Base64, where `integrity` asks for another; `None` where it has one of the strongest
/// that are named, or none is.
///
/// Spec: <https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist>
pub(in crate::agent) fn integrity_mismatch(
    integrity: &str,
    body: &[u8],
) -> Option<(Algorithm, String)> {
    // The strongest judge alone.
    let strongest = Algorithm::strongest(integrity)?;
    let digest = strongest.digest(body);
    // One is enough.
    let is_it = |(algorithm, value): (Algorithm, &str)| {
        algorithm == strongest && decoded(value).is_some_and(|value| value == digest)
    };
    let is_intact = metadata(integrity).any(is_it);
    (!is_intact).then(|| (strongest, BASE64.encode(&digest)))
}

/// What is understood of an `integrity` attribute, options left out.
fn metadata(integrity: &str) -> impl Iterator<Item = (Algorithm, &str)> {
    integrity.split_ascii_whitespace().filter_map(|item| {
        let (name, value) = item.split_once('-')?;
        let algorithm = Algorithm::ALL.into_iter().find(|algorithm| algorithm.name() == name)?;
        Some((algorithm, value.split('?').next().unwrap_or_default()))
    })
}

/// The bytes of a digest, in either alphabet of Base64.
fn decoded(value: &str) -> Option<Vec<u8>> {
    BASE64.decode(value.replace('-', "+").replace('_', "/")).ok()
}

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

#[cfg(test)]
mod tests {
    use super::*;

    // What `printf hello | openssl dgst -sha256 -binary | base64` says, and so on.
    const HELLO_256: &str = "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
    const HELLO_384: &str =
        "sha384-WeF0h3dEjGnea4ANejO7+5/xtGPkQ1TDVTvNucZm+pASWjx5+QOXvfX2oT3oKGhP";

    #[test]
    fn one_of_the_strongest_digests_must_be_the_bodys() {
        let is_intact = |integrity: &str| integrity_mismatch(integrity, b"hello").is_none();
        for intact in [
            "",
            "md5-abc",
            "anything at all",
            HELLO_256,
            HELLO_384,
            "sha256-LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ",
            &alloc::format!("{HELLO_256}?ct=text/plain"),
            &alloc::format!("sha256-AAAA {HELLO_256}"),
            &alloc::format!("sha256-AAAA {HELLO_384}"),
        ] {
            assert!(is_intact(intact), "{intact}");
        }
        for altered in ["sha256-AAAA", "sha256-bogus", &alloc::format!("{HELLO_256} sha384-AAAA")] {
            assert!(!is_intact(altered), "{altered}");
        }
    }

    #[test]
    fn what_the_body_has_instead_is_told() {
        let (algorithm, computed) = integrity_mismatch("sha256-AAAA", b"hello").unwrap();
        assert_eq!(alloc::format!("{}-{computed}", algorithm.name()), HELLO_256);
    }
}
