//! The answers that are more than yes or no.

/// In whose words failures are written to the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
pub enum EmptyLocation {
    /// A redirect to the same URL.
    ThisUrl,
    /// No redirect: an answer like any other.
    NoRedirect,
    /// An error.
    Error,
}

/// Which headers go along with a redirected request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
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

/// Whose answers the HTTP cache keeps apart, beside those of other pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HttpCachePartition {
    /// Nobody's: the site in the address bar counts alone.
    TopLevel,
    /// Nobody's, and all pages have one cache.
    None,
    /// Those of frames of each other site; what an opaque origin asks for is not kept at all.
    Frame,
    /// What a frame of another site asks the site in the address bar for.
    ForeignAncestor,
}

/// In whose memory the files are that a document shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SharedMemory {
    /// Its own.
    None,
    /// Its own, but for images, which all documents of its origin have in one place.
    ImagesOfOneOrigin,
    /// That of all documents of its site, which are in one process.
    OfOneSite,
}

/// Which answers are kept although the CORS check refuses them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeptIfRefused {
    /// None.
    Never,
    /// Those whose type the body tells (then all of it has come before it is judged), but for images, media, fonts and `fetch()`,
    /// and for what a service worker asks in a page's place; and what frames may not show.
    IfSniffed,
    /// All that the CORS check refuses, but those to a worker's `fetch()`, a service worker's among them.
    NotOfWorkersFetch,
    /// All.
    Always,
}

/// Which requests make void what is kept of their URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalidation {
    /// Those with an unsafe method, whose answer is no error.
    UnsafeSuccess,
    /// `POST`, `DELETE`, `PATCH`, and `PUT` with a body, in just these letters, whose answer is no error; not where
    /// nothing shall be stored.
    UnsafeSuccessOfBodies,
    /// Those with an unsafe method.
    Unsafe,
    /// All but `GET`, once their last answer is found to be shared, unless nothing shall be stored.
    AnythingReceived,
}

/// Which requests the HTTP cache answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnsweredFromCache {
    /// `GET`.
    Get,
    /// `GET` and `HEAD`, and with the mode `force-cache` also `DELETE`, `PATCH` and a `PUT` with a body.
    GetHeadAndForced,
}

/// What `Clear-Site-Data` clears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClearSiteData {
    /// The cookies of the site, and what is kept of the origin.
    Standard,
    /// The same, if credentials went along; not by `WebSocket`.
    OfCredentialed,
    /// The cookies of the host where it asks from, and what is kept of the host.
    OfHost,
    /// The cookies of the host alone.
    CookiesOfHost,
}

/// What comes of what script says to caches by `Cache-Control` and `Pragma`, where the cache mode says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestDirectives {
    /// `no-cache`, by `Pragma` where `Cache-Control` says nothing, and `max-age=0` validate; by `no-store` nothing
    /// is kept.
    Standard,
    /// `no-cache`, by `Pragma` too, asks anew, whatever the cache mode; `max-age=0` validates.
    NoCacheReloads,
    /// `no-cache` and `max-age=0` validate; `no-store` passes the cache by, whatever the cache mode.
    NoStorePassesBy,
}

/// What part the HTTP cache plays where a request asks for a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RangesInCache {
    /// None.
    PassBy,
    /// Who asks for everything from the start (`bytes=0-`) asks as if for no range.
    FromStart,
    /// Each range is kept apart.
    Apart,
    /// What is kept of a file answers who asks for a part of it, and a part that came, with a strong validator, is
    /// kept; of what is kept of it the server is asked part by part.
    Parts,
}

/// For how long an answer that says nothing of it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImplicitLifetime {
    /// A tenth of the time since `Last-Modified`, at most a week.
    Standard,
    /// The same, and permanent redirects and `410` for ever.
    RedirectsForGood,
    /// The same of whatever is no temporary redirect, and `301` and `410` for ever.
    MovedForGood,
}

/// What a kept answer is good for that was chosen by other headers (`Vary`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VariedEntry {
    /// Nothing.
    IsIgnored,
    /// The server is asked whether it holds for these headers too.
    IsValidated,
}

/// Which cache modes ask a preflight again, though one is remembered; where any does, preflights carry the
/// `Cache-Control` of their request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PreflightBypass {
    /// None: the HTTP cache's modes are not about preflights.
    Never,
    /// `reload` and `no-store`.
    ByReload,
    /// These and `no-cache`; and what `no-store` was allowed is not remembered.
    ByValidation,
}

/// What becomes of cookies of other sites than the page's, where the user set nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ThirdPartyCookies {
    /// They are stored and sent like others.
    Allowed,
    /// They are stored and sent, for each top-level site apart.
    Partitioned,
    /// They are sent, but only a visit of the site itself stores any.
    OnlySent,
}

/// What a redirect by way of another site does to a request that comes back, as `SameSite` sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectsAndSameSite {
    /// It is cross-site from there on.
    CrossSite,
    /// It is cross-site for the cookies that go along, not for those that are set.
    CrossSiteToSend,
    /// Nothing: where it goes counts.
    Ignored,
    /// It is cross-site for the cookies that go along, but to the very host of the page in the address bar. So
    /// is what a frame of another site asks for.
    HostOfPage,
}

/// How a browser keeps pages from what is closer to the user than they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LocalNetworkChecks {
    /// Not at all.
    None,
    /// Whatever a page of the web asks for must be permitted, and the page secure; who was never asked has
    /// not permitted it.
    OfSecureContexts,
    /// Only that a document of an insecure page of the web reaches nothing closer; frames and workers may.
    OfInsecurePages,
    /// What a page of the web asks for must be permitted, secure or not; the user is asked meanwhile. What
    /// has no origin of its own goes by what was decided about its page.
    ByPrompt,
}

/// When a browser connects to the unspecified address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnspecifiedAddress {
    /// As to any other.
    Reached,
    /// Where a redirect leads there, but of a document; not where a page asks.
    RefusedAtFirst,
    /// Never.
    Refused,
}

/// Which requests with credentials tell a third party whether it has access to its cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StorageAccessTold {
    /// None.
    Never,
    /// All but handshakes and preflights.
    NotByHandshakes,
    /// Those of documents, and their preflights; not what outlives its document, not where the user
    /// blocks third parties, nor where redirects have hidden who asks.
    ByDocuments,
}

/// What `Sec-Fetch-*` tells of a `WebSocket` handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HandshakeMetadata {
    /// Nothing.
    Untold,
    /// All, with an empty destination.
    Empty,
    /// All, with a destination of its own.
    WebSocket,
}

/// Who counts as of the own site in `Sec-Fetch-Site`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SameSiteMetadata {
    /// Who has the same scheme and registrable domain, on every hop.
    BySchemeAndDomain,
    /// Who has the same registrable domain, on every hop, if all that was left is secure: the page by
    /// TLS or as this machine, others by TLS alone.
    ByDomainIfLeftSecurely,
}

/// What a document with an opaque origin tells of its URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpaqueOriginReferrer {
    /// Nothing.
    None,
    /// The URL's origin at most, and nothing by `fetch()` and XHR.
    OriginOfElements,
    /// What other documents tell.
    Url,
}

/// What the document of an `<iframe srcdoc>` tells of the document around it, whose URL it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SrcdocReferrer {
    /// What that document tells.
    Container,
    /// The same, but nothing by `fetch()`.
    NoneByFetch,
    /// The same, but nothing by what style sheets name.
    NoneByStyles,
}

/// Which kept answers are asked about by what they say of their state (`ETag`, `Last-Modified`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConditionalStatuses {
    /// All.
    All,
    /// All but errors and redirects, those to choose from among them.
    NoErrorsNorRedirects,
    /// `200` and `206`.
    WithContent,
}

/// What becomes of a stale answer that may be used while it is revalidated (`stale-while-revalidate`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StaleWhileRevalidate {
    /// It is asked for anew.
    Never,
    /// It is used, and once the page has it, its request is made again, judged as the first.
    ByPage,
    /// It is used, and the cache asks for a new one, which nobody judges.
    ByCache,
    /// The same, and `Cache-Control` says so; whole seconds count.
    ByCacheAndToldSo,
}

/// What becomes of a request's body that is a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamBodies {
    /// It is sent as it comes, after a preflight.
    Sent,
    /// It is an object like any other, of which its name is sent as text.
    AsText,
    /// Script gets a `NotSupportedError`.
    NotSupported,
}

/// On whose pages a host is heard that says it is reached over TLS only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HstsAudience {
    /// On every page.
    Everybody,
    /// On pages of its own site.
    OwnSite,
    /// On its own pages, those without TLS included.
    OwnHost,
}
