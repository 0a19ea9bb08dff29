//! Reading: what was found in a paste, put together to what was told.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::beginning::beginning;
use super::beside::asked_before;
use super::beside::asked_by_method;
use super::beside::last_line;
use super::beside::last_url;
use super::beside::only_url;
use super::beside::statuses;
use super::chromium_code::with_codes;
use super::fill::fill;
use super::fill::origin_of;
use super::find::Found;
use super::find::find_all;
use super::find::oldest_first;
use super::narrow::narrow;
use crate::agent::Stage;
use crate::catalog::FetchRule;
use crate::diagnosis::Refusal;
use crate::diagnosis::broken_rule::only_stage;
use crate::diagnosis::redirected::note_taint;
use crate::diagnosis::texts::Browser;
use crate::diagnosis::texts::CHROMIUM;
use crate::diagnosis::texts::Part;
use crate::diagnosis::texts::Releases;
use crate::diagnosis::texts::WEBKIT;
use crate::diagnosis::texts::template::Caught;
use crate::diagnosis::texts::template::match_at;

/// The most bytes that are looked at.
pub(super) const TEXT_LIMIT: usize = 64 * 1024;

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

/// Reads what was pasted from a console: every refusal that it tells of, in order.
///
/// In: text of any browser, of several, with whatever stood around it. Of more than 64 KiB the rest
/// is not looked at. Out: empty if nothing is known.
///
/// # Example
/// ```
/// use crosscheck::catalog::FetchRule;
///
/// let text = "app.js:7 Access to fetch at 'https://api.example/' from origin 'https://app.example' \
///             has been blocked by CORS policy: Method PUT is not allowed by \
///             Access-Control-Allow-Methods in preflight response.";
/// let [reading] = &crosscheck::diagnosis::read(text)[..] else { unreachable!() };
/// assert_eq!(reading.refusal.rule, FetchRule::MethodNotAllowed);
/// assert_eq!(reading.refusal.method.as_deref(), Some("PUT"));
/// ```
pub fn read(text: &str) -> Vec<Reading> {
    let text = beginning(text, TEXT_LIMIT);
    let mut reader = Reader { text, ..Reader::default() };
    for found in oldest_first(with_codes(text, find_all(text))) {
        reader.take(&found);
    }
    reader.close_opening();
    reader.close_vague();
    reader.complete();
    reader.readings
}

/// What a text told, and what it is about.
struct Told<'t> {
    start: usize,
    browser: Browser,
    releases: Releases,
    caught: Caught<'t>,
    rules: &'static [FetchRule],
}

impl<'t> Told<'t> {
    fn by(found: &Found<'t>, caught: Caught<'t>, rules: &'static [FetchRule]) -> Self {
        let &Found { start, browser, releases, .. } = found;
        Self { start, browser, releases, caught, rules }
    }
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    readings: Vec<Reading>,
    /// What was caught before a reason, and the rules if none follows.
    opened: Option<Told<'t>>,
    of_preflight: bool,
    /// The first text that told only that something failed.
    vague: Option<Told<'t>>,
    /// Where the last reason ended.
    reason_end: usize,
    /// Whether the last reading was completed by what follows a reason.
    is_closed: bool,
}

impl<'t> Reader<'t> {
    fn take(&mut self, found: &Found<'t>) {
        match found.part {
            Part::Opening(rules) => {
                self.close_opening();
                self.opened = Some(Told::by(found, found.caught.clone(), rules));
            }
            Part::OfPreflight => self.of_preflight = true,
            Part::Reason(rules) => self.take_reason(found, rules),
            Part::Unsure(rules) => self.take_unsure(found, rules),
            Part::Closing(rules) => self.take_closing(found, rules),
            Part::Vague(rules) => self.take_vague(found, rules),
            Part::Aside | Part::Noise => {}
        }
    }

    /// What stands between the last reason and what was found; nothing if that is within the reason.
    fn before(&self, start: usize) -> &'t str {
        self.text.get(self.reason_end..start).unwrap_or_default()
    }

    /// Takes an opening that nothing follows for a text of its own, if it can be one.
    fn close_opening(&mut self) {
        if let Some(told) = self.opened.take().filter(|told| !told.rules.is_empty()) {
            self.push(&told, None);
            if let Some(reading) = self.readings.last_mut() {
                reading.is_vague = reading.rules.len() > 1;
            }
        }
        self.of_preflight = false;
    }

    fn take_reason(&mut self, found: &Found<'t>, rules: &'static [FetchRule]) {
        let opened = self.opened.take();
        let opened_at = opened.as_ref().map(|told| told.start);
        let mut browser = found.browser;
        let (mut caught, releases) = match opened {
            Some(told) if told.browser == found.browser => (told.caught, told.releases),
            Some(told) => {
                // Chromium had WebKit's words in a line of its own once, and so had Safari.
                let is_safaris = self.before(told.start).trim_end().ends_with("[Error]");
                if (told.browser, found.browser) == (CHROMIUM, WEBKIT) && !is_safaris {
                    browser = None;
                }
                (told.caught, Releases::default())
            }
            None => Default::default(),
        };
        caught.extend(found.caught.iter().copied());
        if found.is_of_request && !caught.iter().any(|(name, _)| *name == "url") {
            let (url, page) = match opened_at {
                Some(start) => asked_before(last_line(self.before(start))),
                None if found.browser == WEBKIT => {
                    let url = asked_by_method(last_line(self.before(found.start)));
                    // So Chromium wrote once.
                    browser = browser.filter(|_| url.is_none());
                    (url, None)
                }
                None => {
                    let (url, page) = asked_before(self.before(found.start));
                    let behind = self.text.get(found.end..);
                    (url.or_else(|| called(behind?)), page)
                }
            };
            caught.extend(url.map(|url| ("url", url)));
            let is_told = caught.iter().any(|(name, _)| matches!(*name, "origin" | "sent"));
            caught.extend(page.filter(|_| !is_told).map(|page| ("origin", page)));
        }
        let status = ["). Status code: {status}", ". Status code: {status}"]
            .into_iter()
            .find_map(|template| match_at(template, self.text, found.end));
        let status = status.and_then(|(_, caught)| caught.first()?.1.parse().ok());
        let mut told = Told { browser, ..Told::by(found, caught, rules) };
        told.releases = told.releases.and(releases);
        self.push(&told, status);
        self.of_preflight = false;
        self.reason_end = found.end;
        self.is_closed = false;
    }

    fn take_unsure(&mut self, found: &Found<'t>, rules: &'static [FetchRule]) {
        let count = self.readings.len();
        self.take_reason(found, rules);
        if let Some(reading) = self.readings.get_mut(count) {
            reading.is_vague = reading.rules.len() > 1;
        }
    }

    /// Keeps the first of them, and the URL and the status that others tell.
    fn take_vague(&mut self, found: &Found<'t>, rules: &'static [FetchRule]) {
        let mut caught = found.caught.clone();
        // What is blocked is told, and the reason is cut off.
        if let Some(told) = self.opened.take_if(|told| told.rules.is_empty()) {
            caught.extend(told.caught);
        }
        if !caught.iter().any(|(name, _)| *name == "url") {
            let line = last_line(self.before(found.start));
            caught.extend(last_url(line).map(|url| ("url", url)));
        }
        match &mut self.vague {
            Some(Told { caught: known, .. }) => {
                let unknown =
                    |known: &Caught<'_>, name: &str| !known.iter().any(|(other, _)| *other == name);
                caught.retain(|(name, _)| *name != "value" && unknown(known, name));
                known.append(&mut caught);
            }
            None => self.vague = Some(Told::by(found, caught, rules)),
        }
    }

    /// Takes what told only that something failed for a text of its own, if nothing else tells more.
    fn close_vague(&mut self) {
        let told = self.vague.take();
        if let Some(told) = told.filter(|_| self.readings.is_empty()) {
            self.push(&told, None);
            if let Some(reading) = self.readings.last_mut() {
                reading.is_vague = true;
            }
        }
    }

    fn take_closing(&mut self, found: &Found<'t>, rules: &'static [FetchRule]) {
        self.close_opening();
        match self.readings.last_mut() {
            Some(last) if last.browser == found.browser && !self.is_closed => {
                fill(&mut last.refusal, &found.caught);
                narrow(&mut last.rules, &last.refusal);
                last.take_likeliest();
                note_taint(&mut last.refusal);
                last.releases = last.releases.and(found.releases);
            }
            // The reason is several browsers' words; the closing tells whose.
            Some(last) if last.browser.is_none() && last.may_be_led_to() && !self.is_closed => {
                last.browser = found.browser;
                let answer = found.caught.iter().find(|(name, _)| *name == "url");
                let answer = answer.map(|(_, url)| (*url).to_string());
                if answer.is_some() && answer != last.refusal.url {
                    last.learn_what_led_there(answer);
                }
            }
            _ if !rules.is_empty() => {
                self.push(&Told::by(found, found.caught.clone(), rules), None);
            }
            _ => {}
        }
        self.reason_end = found.end;
        self.is_closed = true;
    }

    /// Adds to what was read what stands beside it: the status of an answer, the one URL that is told.
    fn complete(&mut self) {
        for answered in statuses(self.text) {
            let is_its_answer =
                |reading: &&mut Reading| answered.is_told_of(&reading.refusal, reading.browser);
            for reading in self.readings.iter_mut().filter(is_its_answer) {
                reading.refusal.status = Some(answered.status);
                narrow(&mut reading.rules, &reading.refusal);
                reading.take_likeliest();
            }
        }
        if let [Reading { is_vague: true, refusal: Refusal { url: url @ None, .. }, .. }] =
            &mut self.readings[..]
        {
            *url = only_url(self.text).map(ToString::to_string);
        }
    }

    fn push(&mut self, told: &Told<'t>, status: Option<u16>) {
        let &Told { browser, releases, ref caught, rules, .. } = told;
        let Some(first) = rules.first() else { return };
        let mut refusal = Refusal::new(*first);
        refusal.status = status;
        fill(&mut refusal, caught);
        let mut rules = rules.to_vec();
        narrow(&mut rules, &refusal);
        let mut reading = Reading { browser, rules, refusal, is_vague: false, releases };
        reading.take_likeliest();
        note_taint(&mut reading.refusal);
        if self.of_preflight {
            reading.refusal.stage = Some(Stage::Preflight);
        }
        match self.readings.last_mut() {
            Some(last) if last.is_where_it_led(&reading) => {
                last.learn_what_led_there(reading.refusal.url);
            }
            Some(last) if last.is_told_again_by(&reading) => last.learn(reading),
            Some(last) if last.is_reasoned_by(&reading) => *last = reading,
            _ => self.readings.push(reading),
        }
    }
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

    fn take_likeliest(&mut self) {
        if let Some(likeliest) = self.rules.first() {
            self.refusal.rule = *likeliest;
        }
    }

    /// Whether another text is about the same refusal: browsers repeat themselves.
    fn is_told_again_by(&self, other: &Self) -> bool {
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
    fn is_reasoned_by(&self, other: &Self) -> bool {
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
    fn is_where_it_led(&self, other: &Self) -> bool {
        self.browser == Some("firefox")
            && other.browser == self.browser
            && self.refusal.rule != FetchRule::NetworkFailure
            && other.refusal.rule == FetchRule::NetworkFailure
            && self.may_be_led_to()
            && self.refusal.url != other.refusal.url
    }

    fn may_be_led_to(&self) -> bool {
        self.rules.contains(&FetchRule::LocationScheme)
    }

    fn learn_what_led_there(&mut self, answer: Option<String>) {
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

    fn learn(&mut self, other: Self) {
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

/// The URL in what Playwright writes below an error: each call that it made.
fn called(after: &str) -> Option<&str> {
    let (_, log) = after.split_once("Call log:")?;
    last_url(log.lines().take(4).find(|line| line.contains("://"))?)
}
