//! What was told of one refusal, and whether another text tells of the same.

use alloc::string::String;
use alloc::vec::Vec;

use super::fill::origin_of;
use crate::catalog::FetchRule;
use crate::diagnosis::Refusal;
use crate::diagnosis::broken_rule::only_stage;
use crate::diagnosis::texts::Releases;

/// What a console told of one refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Reading {
    /// Whose text it is: `chromium`, `firefox` or `webkit`; `None` if several write it.
    pub browser: Option<&'static str>,
    /// The rules that the text can be about, likeliest first; never empty, and one where the text
    /// tells it.
    pub rules: Vec<FetchRule>,
    /// The likeliest rule and the evidence.
    pub refusal: Refusal,
    /// Whether the text tells only that something failed: then no rule is more than a guess.
    pub is_vague: bool,
    /// Which releases of the browser write so.
    pub releases: Releases,
}

impl Reading {
    /// What a rule's own name tells.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::FetchRule;
    /// use crosscheck::diagnosis::Reading;
    ///
    /// let reading = Reading::of_rule(FetchRule::PreflightStatus);
    /// assert_eq!((reading.browser, reading.rules), (None, vec![FetchRule::PreflightStatus]));
    /// ```
    pub fn of_rule(rule: FetchRule) -> Self {
        Self {
            browser: None,
            rules: [rule].into(),
            refusal: Refusal::new(rule),
            is_vague: false,
            releases: Releases::default(),
        }
    }

    pub(super) fn take_likeliest(&mut self) {
        if let Some(likeliest) = self.rules.first() {
            self.refusal.rule = *likeliest;
        }
    }

    /// Whether another text is about the same refusal: browsers repeat themselves.
    pub(super) fn is_told_again_by(&self, other: &Self) -> bool {
        let (a, b) = (&self.refusal, &other.refusal);
        // Of a module that was redirected it names the first URL, and no type of what it may not see.
        let is_untyped = b.rule == FetchRule::WrongType && b.value.as_deref() == Some("");
        let same_url = a.url == b.url || a.url.is_none() || b.url.is_none() || is_untyped;
        let same_evidence =
            (&a.method, &a.header_names, &a.value) == (&b.method, &b.header_names, &b.value);
        // Of a page's policy the directive is told once, of a server's list what is not on it.
        let is_of_a_list = matches!(
            a.rule,
            FetchRule::ContentSecurityPolicy | FetchRule::HostNotListed | FetchRule::ForgeryGuard
        );
        let is_short = is_of_a_list && (a.value.is_none() || b.value.is_none());
        let repeated =
            self.rules == other.rules && (same_evidence || is_short) && a.status == b.status;
        let same_browser =
            self.browser == other.browser || self.browser.is_none() || other.browser.is_none();
        // A code of the network tells more closely what Firefox and others leave open.
        let is_same_failure =
            is_failure(a.rule) && a.rule == b.rule && a.url.is_some() && a.url == b.url;
        same_browser && same_url && (is_same_failure || repeated || self.is_echoed_by(other))
    }

    /// Whether another text says why Firefox told that a request did not succeed: a service worker's answer.
    pub(super) fn is_reasoned_by(&self, other: &Self) -> bool {
        self.browser == Some("firefox")
            && other.browser == self.browser
            && self.refusal.rule == FetchRule::NetworkFailure
            && other.refusal.rule == FetchRule::ServiceWorkerResponse
            && self.refusal.url == other.refusal.url
    }

    /// Firefox and WebKit say once more, without the reason, what they refused; of a preflight that
    /// was redirected Firefox says on the way that it did not succeed.
    fn is_echoed_by(&self, other: &Self) -> bool {
        let echoes = match (self.refusal.rule, other.refusal.rule) {
            (FetchRule::NetworkFailure, _) => false,
            (_, FetchRule::NetworkFailure)
            | (FetchRule::PreflightRedirect, FetchRule::PreflightStatus) => true,
            // Of a module it says the type as well, whatever CORS said before.
            (first, FetchRule::WrongType) => first != FetchRule::WrongType,
            _ => false,
        };
        // A service worker that was refused rejects what the page asked.
        let is_passed_on = self.browser == Some("chromium")
            && self.refusal.rule != FetchRule::ServiceWorkerResponse
            && other.refusal.rule == FetchRule::ServiceWorkerResponse
            && self.refusal.url == other.refusal.url;
        (matches!(self.browser, Some("firefox" | "webkit")) && echoes || is_passed_on)
            && self.refusal.url.is_some()
    }

    /// Whether another text is about the answer that led to this URL without HTTP: Firefox says first
    /// where a redirect would have gone, then that the request did not succeed.
    pub(super) fn is_where_it_led(&self, other: &Self) -> bool {
        self.browser == Some("firefox")
            && other.browser == self.browser
            && self.refusal.rule != FetchRule::NetworkFailure
            && other.refusal.rule == FetchRule::NetworkFailure
            && self.may_be_led_to()
            && self.refusal.url != other.refusal.url
    }

    pub(super) fn may_be_led_to(&self) -> bool {
        self.rules.contains(&FetchRule::LocationScheme)
    }

    pub(super) fn learn_what_led_there(&mut self, answer: Option<String>) {
        self.rules.retain(|rule| *rule == FetchRule::LocationScheme);
        self.take_likeliest();
        // What Firefox calls the content may be that answer, not the page.
        if answer.as_deref().map(origin_of) == self.refusal.origin {
            self.refusal.origin = None;
        }
        if let Some(led_to) = core::mem::replace(&mut self.refusal.url, answer) {
            self.refusal.location = Some(led_to);
        }
    }

    pub(super) fn learn(&mut self, other: Self) {
        // Firefox does so of preflights and of redirects: which of them it was only the rule can tell.
        if self.browser == Some("firefox") && self.is_echoed_by(&other) {
            self.refusal.stage = only_stage(self.refusal.rule).or(self.refusal.stage);
        }
        self.browser = self.browser.or(other.browser);
        if is_failure(self.refusal.rule) && other.rules.len() < self.rules.len() {
            self.rules = other.rules;
        }
        if self.refusal.url.is_none() {
            self.refusal.url = other.refusal.url;
        }
        if self.refusal.value.is_none() && self.refusal.rule == other.refusal.rule {
            self.refusal.value = other.refusal.value;
        }
    }
}

fn is_failure(rule: FetchRule) -> bool {
    rule == FetchRule::NetworkFailure
}
