//! Elements, style sheets and fonts.

use alloc::string::String;
use alloc::sync::Arc;

use super::bare_request::bare_request;
use super::bare_request::credentials_mode;
use super::navigation::set_up_iframe;
use super::set_up_error::SetUpError;
use super::users::Api;
use crate::agent::client::Client;
use crate::agent::client::Global;
use crate::agent::policy::referrer::ReferrerPolicy;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::Referrer;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::user_agent::UserAgent;
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
    pub fn of_attribute(value: &str) -> Self {
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
    /// Its `referrerpolicy` attribute, of elements that have one.
    pub referrer_policy: Option<ReferrerPolicy>,
    /// What the answer's digest must be.
    pub integrity: Option<String>,
    /// What a preload is for.
    pub destination: Option<PreloadDestination>,
    /// What an `<iframe>` lets its document do. Not played yet.
    pub allow: Option<String>,
}

impl ElementInit {
    /// An element without attributes but its URL.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{Api, CorsSettings, ElementInit, PageRequest};
    /// use crosscheck::agent::{Profile, RequestMode, UserAgent};
    /// use crosscheck::wire::Origin;
    ///
    /// let mut init = ElementInit::new(Api::Img);
    /// init.crossorigin = Some(CorsSettings::of_attribute("")); // `<img crossorigin>`
    /// let asked = PageRequest::element("https://cdn.example/a.png", init);
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let request = asked.set_up(&UserAgent::new(&Profile::SPEC), &page).unwrap();
    /// assert_eq!(request.mode, RequestMode::Cors);
    /// ```
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
    client: &Arc<Client>,
    url: &str,
    init: &ElementInit,
) -> Result<Request, SetUpError> {
    let mut request = set_up_by_kind(agent, client, url, init)?;
    if matches!(init.api, Api::Import | Api::JsonModule | Api::CssModule) {
        // What it is from is the script that asks, whatever the origin of its document.
        let url = client.url.clone();
        request.referrer = url.map_or(Referrer::NoReferrer, Referrer::Url);
    }
    if init.api.has_referrer_policy_attribute() {
        request.referrer_policy = init.referrer_policy.unwrap_or(ReferrerPolicy::Empty);
    }
    Ok(request)
}

fn set_up_by_kind(
    agent: &UserAgent,
    client: &Arc<Client>,
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
        Api::Mask => (Initiator::Mask, by_cors),
        Api::Background => (Initiator::Background, None),
        Api::AtImport => (Initiator::AtImport, None),
        Api::Font => (Initiator::Font, font_settings(agent)),
        Api::Import => (Initiator::Import, by_cors),
        Api::JsonModule => (Initiator::JsonModule, by_cors),
        // Module type allowed steps 3: where there are no style sheets, there is no module of one.
        Api::CssModule if !agent.profile.has_css_modules || client.global != Global::Window => {
            return Err(SetUpError::UnknownModuleType);
        }
        Api::CssModule => (Initiator::CssModule, by_cors),
        Api::Video => (Initiator::Video, init.crossorigin),
        Api::Audio => (Initiator::Audio, init.crossorigin),
        Api::Track => (Initiator::Track, init.crossorigin),
        Api::SvgUse => (Initiator::SvgUse, None),
        Api::ImportScripts if client.global == Global::Window => {
            return Err(SetUpError::NotInThisBrowser);
        }
        Api::ImportScripts if client.is_module => return Err(SetUpError::ScriptsInModule),
        Api::ImportScripts => (Initiator::ImportScripts, None),
        Api::Preload => return set_up_preload(agent, client, url, init),
        Api::ModulePreload => return set_up_module_preload(client, url, init),
        Api::Iframe => return set_up_iframe(client, url),
        _ => return Err(SetUpError::NotPlayed),
    };
    let mut request = create_a_potential_cors_request(client, url, initiator, crossorigin)?;
    request.integrity.clone_from(&init.integrity);
    if initiator == Initiator::ModuleScript {
        request.preload_crossorigin = named_credentials(init);
    }
    let stays_home = match initiator {
        // The same-origin fallback flag.
        Initiator::Track => crossorigin.is_none() && !agent.profile.tracks_need_no_cors,
        Initiator::SvgUse => true,
        _ => false,
    };
    if stays_home {
        request.mode = RequestMode::SameOrigin;
    }
    if initiator.is_media() && agent.profile.media_ask_for_ranges {
        request.headers.append_static("Range", "bytes=0-");
    }
    Ok(request)
}

/// Spec: <https://html.spec.whatwg.org/multipage/links.html#link-type-preload>
fn set_up_preload(
    agent: &UserAgent,
    client: &Arc<Client>,
    url: &str,
    init: &ElementInit,
) -> Result<Request, SetUpError> {
    let initiator = match init.destination {
        Some(PreloadDestination::Fetch) => Initiator::Fetch,
        Some(PreloadDestination::Font) => Initiator::Font,
        Some(PreloadDestination::Image) => Initiator::Image,
        Some(PreloadDestination::Script) => Initiator::Script,
        Some(PreloadDestination::Style) => Initiator::Style,
        Some(PreloadDestination::Track) if !agent.profile.preloads_tracks => {
            return Err(SetUpError::UnknownDestination);
        }
        Some(PreloadDestination::Track) => Initiator::Track,
        None => return Err(SetUpError::NotPlayed),
    };
    let is_font_by_cors = initiator == Initiator::Font && agent.profile.fonts_are_preloaded_by_cors;
    let crossorigin = match is_font_by_cors {
        true => Some(CorsSettings::Anonymous),
        false => init.crossorigin,
    };
    let mut request = create_a_potential_cors_request(client, url, initiator, crossorigin)?;
    request.integrity.clone_from(&init.integrity);
    request.is_preload = true;
    request.preload_crossorigin = named_credentials(init);
    Ok(request)
}

/// Spec: <https://html.spec.whatwg.org/multipage/links.html#link-type-modulepreload>
fn set_up_module_preload(
    client: &Arc<Client>,
    url: &str,
    init: &ElementInit,
) -> Result<Request, SetUpError> {
    let crossorigin = init.crossorigin.unwrap_or(CorsSettings::Anonymous);
    let initiator = Initiator::ModuleScript;
    let mut request = create_a_potential_cors_request(client, url, initiator, Some(crossorigin))?;
    request.integrity.clone_from(&init.integrity);
    request.is_preload = true;
    request.preload_crossorigin = named_credentials(init);
    Ok(request)
}

/// What `crossorigin` says of credentials, if it is there.
fn named_credentials(init: &ElementInit) -> Option<CredentialsMode> {
    init.crossorigin.map(|settings| credentials_mode(settings == CorsSettings::UseCredentials))
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
    client: &Arc<Client>,
    url: &str,
    initiator: Initiator,
    crossorigin: Option<CorsSettings>,
) -> Result<Request, SetUpError> {
    let url = client.parse_url(url).ok_or(SetUpError::InvalidUrl)?;
    let mut request = bare_request(client, url, initiator);
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
