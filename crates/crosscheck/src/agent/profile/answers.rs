//! The answers that are more than yes or no.

/// In whose words failures are written to the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsoleStyle {
    /// Nobody's: nothing is written.
    None,
    /// One line that ends in the reason.
    Chromium,
    /// What is blocked, the reason in brackets.
    Firefox,
    /// The reason, then what could not be loaded.
    Webkit,
}

/// When a redirect in place of a preflight's answer is refused as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreflightRedirect {
    /// Never: it is a status like any other that is not a success.
    Status,
    /// Before its headers are looked at.
    BeforeCorsCheck,
    /// After its headers passed, if the request itself would follow redirects.
    AfterCorsCheck,
}

/// How `Access-Control-Max-Age` is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxAgeRule {
    /// Digits; anything else counts as absent: 5 seconds.
    DeltaSeconds,
    /// A signed number; what is not one counts as absent, what is negative as 0.
    SignedNumber,
    /// Digits; anything else, and 0, is not remembered at all.
    DigitsOrNothing,
}

/// What one entry of the preflight cache remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheModel {
    /// One method or one header name, so that the grants of several preflights add up.
    Names,
    /// The same, but stars are not remembered, credentials must be the same, and only `GET` and
    /// `POST` need no entry.
    NamesWithoutWildcards,
    /// One preflight's whole answer, which the next one replaces.
    WholeAnswer,
}

/// What becomes of a cookie with bytes that are no visible ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieBytes {
    /// One with a control character, but for tabs, is ignored; other bytes are kept.
    NoControls,
    /// The same, tabs too.
    NoControlsNorTabs,
    /// The first again, and what is no UTF-8 in the value becomes the replacement character.
    NoControlsAndUtf8,
    /// It ends before the first of them.
    UpToControls,
}

/// Which values of `Range` need no preflight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeRule {
    /// Single ranges with a start, of any number of digits.
    AnyLength,
    /// The same, with numbers below 2⁶³.
    SixtyThreeBits,
    /// The same, without the largest of them.
    LessThanSixtyThreeBits,
    /// Numbers below 2⁶³, with or without a plus sign, and `bytes` in any case.
    SixtyThreeBitsAnySpelling,
}

/// What a redirect with an empty `Location` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyLocation {
    /// A redirect to the same URL.
    ThisUrl,
    /// No redirect: an answer like any other.
    NoRedirect,
    /// An error.
    Error,
}

/// When an opaque origin sends `Origin: null` without CORS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpaqueOriginsNamed {
    /// Never.
    No,
    /// Until a redirect leads to another origin.
    UntilCrossing,
    /// On every hop.
    OnEveryHop,
}

/// Which headers go along with a redirected request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectHeaders {
    /// Those of the hop before, less what describes a body that was dropped.
    Current,
    /// Those of the first request, less body headers where the first method would have been
    /// rewritten.
    InitialByInitialMethod,
    /// By CORS across origins those of the first request, less what describes a body that this
    /// redirect drops; else those of the hop before, and the first `Content-Type` wherever the
    /// status keeps the method; `no-cors` starts anew when it leaves home and credentials stay
    /// there.
    InitialAcrossOrigins,
}

/// Whether a request that needed a preflight once needs one on every later hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StickyPreflight {
    /// Each hop is judged by itself.
    No,
    /// Yes, and each asks for the headers of the first request, less those that its own redirect
    /// stripped; others than `fetch()` only by what their first hop across origins needs.
    FirstNamesLessStripped,
    /// Yes, and each asks for the headers of the first request.
    FirstNames,
}

/// What becomes of a charset that script gave to what XHR sends as UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XhrCharset {
    /// Another one than UTF-8 is replaced, and the media type written anew, where the body is text.
    OfText,
    /// The same where the body is text or URL-encoded parameters.
    OfTextAndParams,
    /// The same where it is text; of parameters a charset not spelled `utf-8` is replaced in place.
    OfTextAndInPlaceOfParams,
    /// Every charset of text and parameters becomes `UTF-8` in place, in quotes if it was.
    InPlace,
}
