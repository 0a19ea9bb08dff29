//! What programs say that are no browsers: none of them holds to CORS, whatever people suspect.

use super::find::first_of;
use super::text::Text;
use super::text::reason;
use super::text::vague;
use crate::catalog::FetchRule;

/// The word of a program that is no browser, if there is one in a text.
///
/// # Example
/// ```
/// use crosscheck::diagnosis::outside_of_browsers;
///
/// let log = "requests.exceptions.ConnectionError: Max retries exceeded with url: /x";
/// assert_eq!(outside_of_browsers(log), Some("requests.exceptions."));
/// assert_eq!(outside_of_browsers("TypeError: Failed to fetch"), None);
/// ```
pub fn outside_of_browsers(text: &str) -> Option<&str> {
    first_of(text, || ONLY_READ.iter())
}

pub(super) const ONLY_READ: &[Text] = &[
    // Node, whose codes Vite's and webpack's proxies have, too.
    vague("TypeError: fetch failed", NO_ANSWER),
    reason("ECONNREFUSED", NO_ANSWER),
    reason("ECONNRESET", NO_ANSWER),
    reason("ENOTFOUND", NO_ANSWER),
    reason("ETIMEDOUT", NO_ANSWER),
    reason("EAI_AGAIN", NO_ANSWER),
    reason("UND_ERR_", NO_ANSWER),
    reason("DEPTH_ZERO_SELF_SIGNED_CERT", NO_ANSWER),
    reason("UNABLE_TO_VERIFY_LEAF_SIGNATURE", NO_ANSWER),
    reason("CERT_HAS_EXPIRED", NO_ANSWER),
    // Python.
    reason("requests.exceptions.", NO_ANSWER),
    reason("urllib3.exceptions.", NO_ANSWER),
    reason("urllib.error.URLError", NO_ANSWER),
    reason("httpx.ConnectError", NO_ANSWER),
    reason("httpx.ConnectTimeout", NO_ANSWER),
    reason("aiohttp.client_exceptions.", NO_ANSWER),
    reason("Max retries exceeded with url", NO_ANSWER),
    reason("Failed to establish a new connection", NO_ANSWER),
    reason("CERTIFICATE_VERIFY_FAILED", NO_ANSWER),
    // curl, PHP, Go, .NET.
    reason("curl: (", NO_ANSWER),
    reason("cURL error ", NO_ANSWER),
    reason("dial tcp", NO_ANSWER),
    reason("x509: ", NO_ANSWER),
    reason("the target machine actively refused it", NO_ANSWER),
    // nginx, of what is behind it.
    reason("while connecting to upstream", NO_ANSWER),
    // Envoy, and what is built of it.
    reason("upstream connect error or disconnect/reset before headers", NO_ANSWER),
    reason("no healthy upstream", NO_ANSWER),
    // As React Native and Node show an error; a browser's console has no brackets
    // around it, and beside what one says they tell no more.
    vague("[TypeError: Network request failed]", NO_ANSWER),
    vague("[AxiosError: Network Error]", NO_ANSWER),
    // Java and Android, React Native, Dart, Unity's players.
    reason("java.net.", NO_ANSWER),
    reason("SSLHandshakeException", NO_ANSWER),
    reason("PKIX path building failed", NO_ANSWER),
    reason("node_modules/react-native/", NO_ANSWER),
    reason("Unable to resolve host", NO_ANSWER),
    reason("Cleartext HTTP traffic", NO_ANSWER),
    reason("App Transport Security has blocked a {value} HTTP", NO_ANSWER),
    reason("SocketException: ", NO_ANSWER),
    reason("Cannot connect to destination host", NO_ANSWER),
    reason("Cannot resolve destination host", NO_ANSWER),
];

const NO_ANSWER: &[FetchRule] = &[FetchRule::NetworkFailure];
