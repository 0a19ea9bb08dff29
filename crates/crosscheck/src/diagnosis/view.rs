//! One refusal as it is told, wherever that is: on a terminal, as JSON, in a drawing, on a page, by a
//! test that fails.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::advice::Advice;
use super::advice::advice;
use super::apart::PossibleCause;
use super::apart::possible_causes;
use super::apart::step_that_tells_apart;
use super::broken_rule::broken_rule;
use super::broken_rule::chromium_code;
use super::evidence::evidence;
use super::refusal::Refusal;
use super::required_headers::HeaderLines;
use super::required_headers::RequiredHeaders;
use super::required_headers::needed_lines;
use crate::agent::Failure;
use crate::agent::Stage;
use crate::catalog::FetchRule;

/// All that is told of one refusal: what was seen, the rule, why there is such a rule, what to change,
/// and what the console says. Whoever shows a refusal shows this, and adds no text of its own.
///
/// # Example
/// ```
/// use crosscheck::catalog::FetchRule;
/// use crosscheck::diagnosis::{Refusal, RefusalView};
///
/// let refusal = Refusal::new(FetchRule::AllowOriginMissing);
/// let view = RefusalView::of_refusal(&refusal, &refusal);
/// assert_eq!(view.what, Some("the answer has no Access-Control-Allow-Origin"));
/// assert_eq!(view.needed.answer[0].0, "Access-Control-Allow-Origin");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RefusalView {
    /// The version of this shape: raised when a field goes away or changes its meaning.
    pub schema: u32,
    /// The rule that was broken; nothing if nothing was refused, and only what is needed is told.
    pub rule: Option<FetchRule>,
    /// Other rules that it may be about, where a text does not tell them apart.
    pub or_rules: Vec<FetchRule>,
    /// Every rule that it may be about, likeliest first, with what is then seen and what then helps; none
    /// if it is certain.
    pub causes: Vec<PossibleCause>,
    /// What to look at to tell the causes apart.
    pub tell_apart: Option<&'static str>,
    /// What was wrong, as a fragment.
    pub what: Option<&'static str>,
    /// Why browsers ask for it, as a fragment.
    pub why: Option<&'static str>,
    /// Where the standard says so.
    pub spec: &'static str,
    /// The page that MDN has about it.
    pub mdn: Option<String>,
    /// Chromium's name for it.
    pub chromium: Option<String>,
    /// The browsers that refuse so, where that is known.
    pub browsers: Vec<&'static str>,
    /// What was seen that broke the rule, as a fragment.
    pub seen: Option<String>,
    /// The same piece by piece.
    pub evidence: RefusalEvidence,
    /// All that the server must say.
    pub needed: NeededLines,
    /// Of that what this very answer lacks.
    pub missing: Option<MissingLines>,
    /// What to do on the server, beside the header lines.
    pub server: Option<String>,
    /// What to do on the page.
    pub page: Vec<String>,
    /// What the browser writes to its console, where that is known.
    pub console: Vec<String>,
}

/// What is known of the messages of a refusal: strangers' texts, fit for nothing before they are
/// checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RefusalEvidence {
    /// On which message: `request`, `preflight` or `response`.
    pub stage: Option<&'static str>,
    /// The URL at which it was.
    pub url: Option<String>,
    /// The URL that the page asked for, if redirects led from it.
    pub redirected_from: Option<String>,
    /// Where the answer's own redirect leads.
    pub location: Option<String>,
    /// The page's origin.
    pub origin: Option<String>,
    /// What the request said in its place: `null`, after a redirect from one origin to another.
    pub sent_origin: Option<&'static str>,
    /// The method of the request, not of its preflight.
    pub method: Option<String>,
    /// Header names that it is about.
    pub header_names: Vec<String>,
    /// The header's value that broke the rule.
    pub value: Option<String>,
    /// The status of the answer.
    pub status: Option<u16>,
}

/// Header lines that would let a request through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NeededLines {
    /// In the answer to the request.
    pub answer: HeaderLines,
    /// In the answer to its preflight.
    pub preflight: HeaderLines,
}

/// What one answer lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MissingLines {
    /// The URL of the message that it answers.
    pub url: String,
    /// The method of that message: `OPTIONS` for a preflight.
    pub method: String,
    /// The status that it must have, if it has the wrong one.
    pub status: Option<u16>,
    /// The lines.
    pub headers: HeaderLines,
}

impl RefusalView {
    /// The version of the shape.
    pub const SCHEMA: u32 = 1;

    /// What the engine knows of a fetch that failed.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{FetchInit, PageRequest};
    /// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
    /// use crosscheck::diagnosis::RefusalView;
    /// use crosscheck::wire::Origin;
    ///
    /// let mut browser = UserAgent::new(&Profile::SPEC);
    /// let mut server = |_: &HttpRequest, _: &mut UserAgent| {
    ///     Some(Response { status: 200, ..Response::default() })
    /// };
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let asked = PageRequest::fetch("https://api.example/users", FetchInit::default());
    /// let request = asked.set_up(&browser, &page).unwrap();
    /// let outcome = fetch(request, &mut server, &mut browser, 0);
    /// let view = RefusalView::of(&outcome.result.unwrap_err());
    /// assert_eq!(view.rule.unwrap().name(), "allow-origin-missing");
    /// assert_eq!(view.needed.answer[0].1, "https://app.example");
    /// ```
    pub fn of(failure: &Failure) -> Self {
        let mut view = Self::of_refusal(&Refusal::of(failure), &Refusal::whole(failure));
        view.seen = evidence(failure);
        view.missing = missing(failure);
        view
    }

    /// What is known from anything else.
    ///
    /// In: the refusal, and the same with all that the request needs.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::FetchRule;
    /// use crosscheck::diagnosis::{Refusal, RefusalView};
    ///
    /// let refusal = Refusal::new(FetchRule::PreflightStatus);
    /// let view = RefusalView::of_refusal(&refusal, &refusal);
    /// assert!(view.server.unwrap().contains("OPTIONS"));
    /// ```
    pub fn of_refusal(refusal: &Refusal, wanted: &Refusal) -> Self {
        let rule = refusal.rule;
        let (answer, preflight) =
            RequiredHeaders::of(wanted).map(|needed| needed.header_lines()).unwrap_or_default();
        let Advice { server, page } = advice(refusal);
        Self {
            schema: Self::SCHEMA,
            rule: Some(rule),
            or_rules: Vec::new(),
            causes: Vec::new(),
            tell_apart: None,
            what: Some(rule.what().english),
            why: Some(rule.why().english),
            spec: rule.spec(),
            mdn: rule.mdn(),
            chromium: chromium_code(rule, refusal.stage.unwrap_or(Stage::Response)),
            browsers: Vec::new(),
            seen: None,
            evidence: RefusalEvidence::of(refusal),
            needed: NeededLines { answer, preflight },
            missing: None,
            server,
            page,
            console: Vec::new(),
        }
    }

    /// The same where a text can be about other rules, too.
    ///
    /// In: whether nothing tells even which is likely; then what is needed is not told.
    ///
    /// # Example
    /// ```
    /// use crosscheck::diagnosis::{RefusalView, read};
    ///
    /// let reading = &read("TypeError: Failed to fetch")[0];
    /// let refusal = &reading.refusal;
    /// let view = RefusalView::of_refusal(refusal, refusal).or(refusal, &reading.rules[1..], true);
    /// assert!(view.needed.answer.is_empty(), "nothing tells that headers are what is missing");
    /// assert_eq!(view.causes.len(), reading.rules.len());
    /// ```
    #[must_use]
    pub fn or(mut self, refusal: &Refusal, others: &[FetchRule], is_vague: bool) -> Self {
        let rules: Vec<FetchRule> =
            core::iter::once(refusal.rule).chain(others.iter().copied()).collect();
        self.causes = possible_causes(&rules, refusal);
        self.tell_apart = step_that_tells_apart(&rules);
        self.or_rules = others.to_vec();
        if is_vague && !others.is_empty() {
            self.needed = NeededLines::default();
            self.server = None;
            self.page = Vec::new();
        }
        self
    }

    /// The same where nothing was refused: it tells only what would be needed.
    #[must_use]
    pub fn as_a_wish(self) -> Self {
        Self { rule: None, what: None, why: None, ..self }
    }

    /// Whether it was the preflight that was refused.
    pub fn is_on_preflight(&self) -> bool {
        self.evidence.stage == Some("preflight")
    }
}

impl RefusalEvidence {
    fn of(refusal: &Refusal) -> Self {
        Self {
            stage: refusal.stage.map(|stage| match stage {
                Stage::Request => "request",
                Stage::Preflight => "preflight",
                Stage::Response => "response",
            }),
            url: refusal.url.clone(),
            redirected_from: refusal.redirected_from.clone(),
            location: refusal.location.clone(),
            origin: refusal.origin.clone(),
            sent_origin: refusal.is_tainted.then_some("null"),
            method: refusal.method.clone(),
            header_names: refusal.header_names.clone(),
            value: refusal.value.clone(),
            status: refusal.status,
        }
    }
}

fn missing(failure: &Failure) -> Option<MissingLines> {
    let rule = broken_rule(failure);
    let is_by_status = matches!(rule, FetchRule::PreflightStatus | FetchRule::PreflightRedirect);
    let status = is_by_status.then_some(NO_CONTENT);
    let headers = needed_lines(failure);
    (status.is_some() || !headers.is_empty()).then(|| MissingLines {
        url: failure.url().to_string(),
        method: match failure.stage {
            Stage::Preflight => "OPTIONS".into(),
            Stage::Request | Stage::Response => failure.method.clone(),
        },
        status,
        headers,
    })
}

const NO_CONTENT: u16 = 204;
