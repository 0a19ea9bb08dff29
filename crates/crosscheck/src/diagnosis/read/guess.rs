//! What a text is about that nobody is known to write.

use super::beginning::beginning;
use super::reader::TEXT_LIMIT;
use crate::catalog::FetchRule;

/// The rule that a text is nearest to, if it is about CORS at all.
///
/// For texts in another language, or of a browser that is not known: they still name the header.
///
/// # Example
/// ```
/// use crosscheck::catalog::FetchRule;
/// use crosscheck::diagnosis::guess;
///
/// // A browser that is not known, in a language that is not known: it still names the header.
/// let rule = guess("… Access-Control-Expose-Headers …");
/// assert_eq!(rule, Some(FetchRule::HeaderNotExposed));
/// assert_eq!(guess("out of memory"), None);
/// ```
pub fn guess(text: &str) -> Option<FetchRule> {
    let text = beginning(text, TEXT_LIMIT).to_ascii_lowercase();
    let is_in_it = |words: &&[&str]| words.iter().all(|word| text.contains(word));
    GUESSES.iter().find(|(words, _)| is_in_it(words)).map(|(_, rule)| *rule)
}

/// Words, all of which a text has, and the rule that it is then nearest to.
const GUESSES: &[(&[&str], FetchRule)] = &[
    (&["access-control-allow-credentials"], FetchRule::AllowCredentials),
    (&["access-control-allow-methods"], FetchRule::MethodNotAllowed),
    (&["access-control-allow-headers"], FetchRule::HeadersNotAllowed),
    (&["access-control-expose-headers"], FetchRule::HeaderNotExposed),
    (&["access-control-allow-origin", "'*'"], FetchRule::WildcardWithCredentials),
    (&["access-control-allow-origin", "‘*’"], FetchRule::WildcardWithCredentials),
    (&["access-control-allow-origin"], FetchRule::AllowOriginMissing),
    (&["cross-origin-resource-policy"], FetchRule::ResourcePolicy),
    (&["cross-origin-opener-policy"], FetchRule::OpenerPolicy),
    (&["cross-origin-embedder-policy"], FetchRule::EmbedderPolicy),
    (&["sharedarraybuffer"], FetchRule::NotIsolated),
    (&["cross-origin isolat"], FetchRule::NotIsolated),
    (&["content-security-policy"], FetchRule::ContentSecurityPolicy),
    (&["content security policy"], FetchRule::ContentSecurityPolicy),
    (&["mixed content"], FetchRule::MixedContent),
    (&["preflight"], FetchRule::PreflightStatus),
    (&["websocket"], FetchRule::WebSocketRefused),
    (&["cors"], FetchRule::AllowOriginMissing),
];
