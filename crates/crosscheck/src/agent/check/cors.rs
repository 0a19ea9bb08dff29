//! The CORS check: may script read an answer?

use alloc::borrow::Cow;

use crate::agent::cause::Cause;
use crate::agent::request::CredentialsMode;
use crate::wire::HeaderList;

/// Whether a page may read an answer.
///
/// In: the answer's headers; the origin as sent in `Origin`; the credentials mode of the request
/// itself, also when the answer is a preflight's. Compares bytes: no trimming, no folding of case.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-cors-check>
/// # Example
/// ```
/// use crosscheck::agent::{CredentialsMode, cors_check};
/// use crosscheck::wire::HeaderList;
/// let headers: HeaderList = [("Access-Control-Allow-Origin", "*")].into_iter().collect();
/// assert!(cors_check(&headers, "https://app.example", CredentialsMode::Omit).is_ok());
/// assert!(cors_check(&headers, "https://app.example", CredentialsMode::Include).is_err());
/// ```
pub fn cors_check(
    headers: &HeaderList,
    origin: &str,
    credentials: CredentialsMode,
) -> Result<(), Cause> {
    // 1. The combined value of every line.
    // 2. None: fail.
    let Some(allowed) = headers.get("Access-Control-Allow-Origin") else {
        return Err(Cause::AllowOriginMissing);
    };
    let included = credentials == CredentialsMode::Include;
    // 3. A star will do without credentials.
    if *allowed == *b"*" {
        return if included { Err(Cause::WildcardWithCredentials) } else { Ok(()) };
    }
    // 4. Else it must be the origin, to the byte.
    if *allowed != *origin.as_bytes() {
        let lines = headers.lines("Access-Control-Allow-Origin").count();
        let is_alike = |(name, _): &(&str, &[u8])| *name == "Access-Control-Allow-Origin";
        let lines_alike = headers.iter().filter(is_alike).count();
        let value = allowed.into_owned();
        return Err(Cause::AllowOriginMismatch { value, lines, lines_alike });
    }
    // 5. Without credentials that is enough.
    if !included {
        return Ok(());
    }
    // 6. With credentials the server must say so.
    let value = headers.get("Access-Control-Allow-Credentials");
    // 7. `true`, in lower case, once.
    if value.as_deref() == Some(b"true") {
        return Ok(());
    }
    // 8. Anything else fails.
    Err(Cause::AllowCredentials { value: value.map(Cow::into_owned) })
}
