//! Elements, style sheets and fonts.

use alloc::string::String;

use url::Url;

use super::bare_request::bare_request;
use super::bare_request::credentials_mode;
use super::set_up_error::SetUpError;
use super::users::Api;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::ReferrerPolicy;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::user_agent::UserAgent;
use crate::wire::Origin;
use crate::wire::words::words;

/// What an element's `crossorigin` attribute says.
///
/// Spec: <https://html.spec.whatwg.org/multipage/urls-and-fetching.html#cors-settings-attribute>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
pub enum CorsSettings {
    /// Credentials to the own origin only.
    Anonymous,
    /// Credentials to everyone.
    UseCredentials,
}

impl CorsSettings {
    /// The state of an attribute that is there, by its value: what is no keyword is anonymous.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::CorsSettings;
    ///
    /// let state = CorsSettings::of_attribute;
    /// assert_eq!(state("Use-Credentials"), CorsSettings::UseCredentials);
    /// assert_eq!(state("use-credential"), CorsSettings::Anonymous);
    /// assert_eq!(state(""), CorsSettings::Anonymous);
    /// ```
    pub const fn of_attribute(value: &str) -> Self {
        match value.eq_ignore_ascii_case("use-credentials") {
            true => Self::UseCredentials,
            false => Self::Anonymous,
        }
    }
}

words! {
    /// What `<link rel=preload>` loads its URL as.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/links.html#link-type-preload>
    #[non_exhaustive]
    pub enum PreloadDestination {
        /// For `fetch()` and XHR.
        Fetch = "fetch",
        /// A web font.
        Font = "font",
        /// An image.
        Image = "image",
        /// A script.
        Script = "script",
        /// A stylesheet.
        Style = "style",
        /// Captions.
        Track = "track",
    }
}

/// What an element was given.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ElementInit {
    /// Which element, or what in a style sheet.
    pub api: Api,
    /// `<script type=module>`.
    pub module: bool,
    /// The state of its `crossorigin` attribute; `None` without it.
    pub crossorigin: Option<CorsSettings>,
    /// Its referrer policy. Not played yet.
    pub referrer_policy: Option<ReferrerPolicy>,
    /// What the answer's digest must be. Not played yet.
    pub integrity: Option<String>,
    /// What a preload is for.
    pub destination: Option<PreloadDestination>,
    /// What an `<iframe>` lets its document do. Not played yet.
    pub allow: Option<String>,
}

impl ElementInit {
    /// An element without attributes but its URL.
    pub const fn new(api: Api) -> Self {
        Self {
            api,
            module: false,
            crossorigin: None,
            referrer_policy: None,
            integrity: None,
            destination: None,
            allow: None,
        }
    }
}

/// Sets up what an element sends, as its kind asks for it.
pub(super) fn set_up_element(
    agent: &UserAgent,
    page: &Origin,
    url: &str,
    init: &ElementInit,
) -> Result<Request, SetUpError> {
    let by_cors = init.crossorigin.or(Some(CorsSettings::Anonymous));
    let (initiator, crossorigin) = match init.api {
        Api::Img | Api::Webgl => (Initiator::Image, init.crossorigin),
        Api::Style => (Initiator::Style, init.crossorigin),
        Api::Script if init.module => (Initiator::ModuleScript, by_cors),
        Api::Script => (Initiator::Script, init.crossorigin),
        Api::Shape => (Initiator::Shape, by_cors),
        Api::Font => (Initiator::Font, font_settings(agent)),
        _ => return Err(SetUpError::NotPlayed),
    };
    create_a_potential_cors_request(page, url, initiator, crossorigin)
}

/// What a web font asks by: CORS, credentials to the own origin.
///
/// Spec: <https://drafts.csswg.org/css-fonts/#font-fetching-requirements>
fn font_settings(agent: &UserAgent) -> Option<CorsSettings> {
    agent.profile.fonts_use_cors.then_some(CorsSettings::Anonymous)
}

/// By CORS if there is a `crossorigin` attribute, else unread.
///
/// Spec: <https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request>
fn create_a_potential_cors_request(
    page: &Origin,
    url: &str,
    initiator: Initiator,
    crossorigin: Option<CorsSettings>,
) -> Result<Request, SetUpError> {
    let url = Url::parse(url).map_err(|_| SetUpError::InvalidUrl)?;
    let mut request = bare_request(page, url, initiator);
    match crossorigin {
        Some(settings) => {
            request.credentials = credentials_mode(settings == CorsSettings::UseCredentials);
        }
        None => {
            request.mode = RequestMode::NoCors;
            request.credentials = CredentialsMode::Include;
        }
    }
    Ok(request)
}
