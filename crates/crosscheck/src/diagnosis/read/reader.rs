//! Reading: what was found in a paste, put together to what was told.

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
use super::find::Found;
use super::find::find_all;
use super::find::oldest_first;
use super::narrow::narrow;
use super::reading::Reading;
use crate::agent::Stage;
use crate::catalog::FetchRule;
use crate::diagnosis::Refusal;
use crate::diagnosis::redirected::note_taint;
use crate::diagnosis::texts::Browser;
use crate::diagnosis::texts::CHROMIUM;
use crate::diagnosis::texts::Part;
use crate::diagnosis::texts::Releases;
use crate::diagnosis::texts::WEBKIT;
use crate::diagnosis::texts::beyond_cors::shared::POLICY;
use crate::diagnosis::texts::template::Caught;
use crate::diagnosis::texts::template::match_at;

/// The most bytes that are looked at.
pub(super) const TEXT_LIMIT: usize = 64 * 1024;

/// The most findings of which only a panel tells.
const MOST_VAGUE: usize = 16;

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
    /// What told only that something failed: the first of it, and others that a panel tells by themselves.
    vague: Vec<Told<'t>>,
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
            Part::Reason(rules)
                if rules.first() == POLICY.first() && self.is_only_reported(found) => {}
            Part::Reason(rules) => self.take_reason(found, rules),
            Part::Unsure(rules) => self.take_unsure(found, rules),
            Part::Closing(rules) => self.take_closing(found, rules),
            Part::Vague(rules) => self.take_vague(found, rules),
            Part::Aside | Part::Noise => {}
        }
    }

    /// Whether a policy only reports what was found: its line says so, first or last, and nothing was refused.
    fn is_only_reported(&self, found: &Found<'_>) -> bool {
        let before = last_line(self.text.get(..found.start).unwrap_or_default());
        let behind = self.text.get(found.end..).and_then(|rest| rest.split('\n').next());
        before.contains("[Report Only]")
            || behind.is_some_and(|rest| rest.contains("The policy is report-only"))
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
        if self.is_the_end_of_the_last(found) {
            return;
        }
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

    /// Whether it is how old lines ended, whatever their reason: `. Origin … is not allowed by …`.
    fn is_the_end_of_the_last(&mut self, found: &Found<'t>) -> bool {
        let is_of_page =
            found.browser == WEBKIT && found.caught.iter().any(|(name, _)| *name == "sent");
        if !is_of_page || self.opened.is_some() || self.before(found.start) != ". " {
            return false;
        }
        let Some(last) = self.readings.last_mut() else { return false };
        fill(&mut last.refusal, &found.caught);
        self.reason_end = found.end;
        true
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
        let told = Told::by(found, caught, rules);
        let Some(known) = self.vague.last_mut() else {
            self.vague.push(told);
            return;
        };
        let is_closer = rules.len() == 1 && rules != known.rules;
        if is_closer && rules.iter().all(|rule| known.rules.contains(rule)) {
            (known.rules, known.browser) = (rules, told.browser);
        } else if is_closer && told.browser.is_some() && told.browser == known.browser {
            self.vague.push(told);
            return;
        }
        let unknown =
            |known: &Caught<'_>, name: &str| !known.iter().any(|(other, _)| *other == name);
        let more = told.caught.into_iter();
        let more = more.filter(|(name, _)| *name != "value" && unknown(&known.caught, name));
        let more: Caught<'t> = more.collect();
        known.caught.extend(more);
    }

    /// Takes what told only that something failed for a text of its own, if nothing else tells more.
    fn close_vague(&mut self) {
        let all = core::mem::take(&mut self.vague);
        if !self.readings.is_empty() {
            return;
        }
        for told in all.iter().take(MOST_VAGUE) {
            self.push(told, None);
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

/// The URL in what Playwright writes below an error: each call that it made.
fn called(after: &str) -> Option<&str> {
    let (_, log) = after.split_once("Call log:")?;
    last_url(log.lines().take(4).find(|line| line.contains("://"))?)
}
