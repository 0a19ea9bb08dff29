//! Why a fetch failed: one variant for each rule that can be broken, with the evidence.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use url::Url;

use super::request::RedirectMode;
use super::request::RequestMode;
use crate::agent::address_space::AddressSpace;
use crate::agent::integrity::Algorithm;
use crate::wire::HeaderList;
use crate::wire::Origin;
use crate::wire::is_http_scheme;

/// A rule that was broken, in the order in which the standard asks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The mode is `same-origin` and the URL is not.
    DisallowedByMode,
    /// The mode is `no-cors` and the redirect mode is not `follow`.
    NoCorsRedirectMode,
    /// The URL's scheme is not one that CORS works over.
    SchemeNotHttp,
    /// The URL's scheme is `data`, and what follows is not encoded as it says.
    InvalidDataUrl,
    /// The page came without TLS, and the host is closer to the user than the page is.
    LocalNetworkInsecure {
        /// Where the host is.
        space: AddressSpace,
    },
    /// The user did not let the page reach a host that is closer to them than the page is.
    LocalNetworkDenied {
        /// Where the host is.
        space: AddressSpace,
    },
    /// The host is not where the page said that it is.
    LocalNetworkMismatch {
        /// Where the page said that it is.
        expected: AddressSpace,
        /// Where it is.
        space: AddressSpace,
    },
    /// The user is being asked whether the page may reach a host that is closer to them than the page is,
    /// and has not answered.
    LocalNetworkUndecided {
        /// Where the host is.
        space: AddressSpace,
    },
    /// The URL is insecure, and the page is not.
    MixedContent {
        /// Whether the page itself wants none: `block-all-mixed-content`.
        by_policy: bool,
    },
    /// No answer came.
    NetworkFailure,
    /// `Access-Control-Allow-Origin` is missing.
    AllowOriginMissing,
    /// `Access-Control-Allow-Origin` is `*` and the request carries credentials.
    WildcardWithCredentials,
    /// `Access-Control-Allow-Origin` is not the origin that asked.
    AllowOriginMismatch {
        /// The combined value.
        value: Vec<u8>,
        /// How many lines it came in.
        lines: usize,
        /// How many of them spell the name with these very capitals.
        lines_alike: usize,
    },
    /// `Access-Control-Allow-Credentials` is not `true`.
    AllowCredentials {
        /// The combined value, if there is one.
        value: Option<Vec<u8>>,
    },
    /// A preflight's status is not 200 to 299.
    PreflightStatus,
    /// A preflight was answered by a redirect.
    PreflightRedirect,
    /// `Access-Control-Allow-Methods` is not a list of methods.
    InvalidAllowMethods {
        /// The combined value.
        value: Vec<u8>,
        /// The first item that is not a token.
        item: Vec<u8>,
    },
    /// `Access-Control-Allow-Headers` is not a list of header names.
    InvalidAllowHeaders {
        /// The combined value.
        value: Vec<u8>,
        /// The first item that is not a token.
        item: Vec<u8>,
    },
    /// `Access-Control-Allow-Methods` does not name the method.
    MethodNotAllowed {
        /// The method.
        method: String,
    },
    /// `Access-Control-Allow-Headers` does not name every header that needs permission.
    HeadersNotAllowed {
        /// The names that it lacks, as script spelled them, in the order of script; never empty.
        names: Vec<String>,
    },
    /// `Location` is not a URL, or there are several.
    LocationInvalid {
        /// What it says.
        value: Vec<u8>,
    },
    /// `Location` has a scheme that no redirect may lead to.
    LocationScheme {
        /// Where it leads.
        location: Url,
    },
    /// More than 20 redirects.
    TooManyRedirects,
    /// `Location` has a user name or password and leads across origins.
    LocationCredentials {
        /// Where it leads.
        location: Url,
    },
    /// The URL has a user name or password, and whoever asks takes none from there.
    UrlCredentials,
    /// The request may outlive its page, and has more than 64 KiB to send.
    KeepaliveTooLong,
    /// A redirect would send a streamed body again.
    StreamRedirect,
    /// The redirect mode is `error`.
    RedirectModeError,
    /// `Cross-Origin-Resource-Policy` keeps the response to itself.
    ResourcePolicy,
    /// `X-Content-Type-Options` forbids to take the response for what was asked for.
    NoSniff {
        /// The type that it says it has; empty if it says none.
        got: String,
    },
    /// The response looks like data, and whoever asked may not read it.
    OpaqueResponse {
        /// What shows that it is data.
        block: OpaqueResponseBlock,
    },
    /// The response is of a type that whoever asked makes nothing of.
    MimeType {
        /// The type that it says it has; empty if it says none.
        got: String,
    },
    /// The response is of a charset that whoever asked does not read.
    Charset {
        /// The charset that it says it is of.
        got: String,
    },
    /// The document around a frame demands more of what it embeds than the frame's own document.
    EmbedderPolicy,
    /// `integrity` is to be checked, and the response may not be looked at.
    IntegrityNeedsCors {
        /// The response's length, as it says.
        length: u64,
    },
    /// The response is none of what `integrity` says.
    IntegrityMismatch {
        /// How the strongest digests were made that are named.
        algorithm: Algorithm,
        /// The response's own digest, in Base64.
        computed: String,
        /// How long the response is.
        length: u64,
    },
}

impl Cause {
    /// Whether this is a verdict on an answer's `Access-Control-Allow-Origin` or `-Credentials`.
    pub const fn is_cors_check(&self) -> bool {
        matches!(
            self,
            Self::AllowOriginMissing
                | Self::WildcardWithCredentials
                | Self::AllowOriginMismatch { .. }
                | Self::AllowCredentials { .. }
        )
    }
}

/// What shows that an answer is data, which no element needs that may not read it.
///
/// Spec: <https://github.com/annevk/orb#the-opaque-response-safelist-check>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpaqueResponseBlock {
    /// Its type, whatever it looks like: archives, documents, tables.
    NeverSniffed,
    /// Its type, by `nosniff`.
    NoSniff,
    /// It calls itself HTML, XML or JSON, and is a part of a media file.
    PartOfData,
    /// Its type, and how it begins.
    Sniffed,
    /// Its status is no success.
    Status,
    /// It calls itself an image, a sound or a video, and is none.
    NoImage,
    /// It is neither a known type nor a script.
    NoScript,
}

/// On which message the rule was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Before anything was sent.
    Request,
    /// On the answer to a preflight.
    Preflight,
    /// On the answer to the request itself.
    Response,
}

/// A failed fetch: what script is not told.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-network-error>
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Failure {
    /// The rule that was broken.
    pub cause: Cause,
    /// On which message.
    pub stage: Stage,
    /// Every URL up to the one at which it failed.
    pub url_list: Vec<Url>,
    /// The status of the answer that broke the rule; 0 if there was none.
    pub status: u16,
    /// Where the answer's redirect leads, if it is one that could have been followed.
    pub location: Option<Url>,
    /// What the redirect's `Location` says, letter by letter.
    pub location_value: Option<Vec<u8>>,
    /// The origin that asked.
    pub origin: Origin,
    /// The URL of the document that asked, if it is known.
    pub document: Option<Url>,
    /// The request's mode.
    pub mode: RequestMode,
    /// What it does with a redirect.
    pub redirect: RedirectMode,
    /// The origin, as `Origin` carried it.
    pub sent_origin: String,
    /// The headers of the request as they were before any redirect.
    pub headers: HeaderList,
    /// The request's method, not its preflight's.
    pub method: String,
    /// The names of its headers that need permission, in lower case and sorted.
    pub unsafe_header_names: Vec<String>,
    /// Whether its credentials mode is `include`.
    pub includes_credentials: bool,
}

impl Failure {
    /// The URL at which it failed.
    pub fn url(&self) -> &Url {
        self.url_list.last().expect("a failure has the request's URLs")
    }

    /// Where the request started.
    #[cfg(feature = "diagnosis")]
    pub(crate) fn initial_url(&self) -> &Url {
        self.url_list.first().expect("a failure has the request's URLs")
    }

    /// Whether redirects across origins hid who asked, so that `null` was sent.
    pub fn is_nulled(&self) -> bool {
        self.sent_origin == "null" && !self.origin.is_opaque()
    }

    /// The URL without HTTP at which it came to an end, be it asked for or where a redirect led.
    pub fn target_without_http(&self) -> Option<&Url> {
        let target = match self.stage {
            Stage::Response => self.location.as_ref()?,
            Stage::Request => self.url(),
            Stage::Preflight => return None,
        };
        (!is_http_scheme(target.scheme())).then_some(target)
    }

    /// The URL of the document that asked; of its origin's root, if it is not known.
    pub fn document_url(&self) -> String {
        self.document.as_ref().map_or_else(|| format!("{}/", self.origin), ToString::to_string)
    }

    /// Whether no URL up to this one was of another origin.
    pub fn stayed_home(&self) -> bool {
        self.url_list.iter().all(|url| self.origin.is_of(url))
    }
}
