//! What is told, for people: as lines with colours, in any language that the catalogue speaks.

use std::borrow::Cow;
use std::iter;

use crosscheck::catalog::FetchRule;
use crosscheck::catalog::Language;
use crosscheck::catalog::Wording;
use crosscheck::diagnosis::Advice;
use crosscheck::diagnosis::HeaderLines;
use crosscheck::diagnosis::PossibleCause;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::advice;
use crosscheck::diagnosis::possible_causes;
use crosscheck::diagnosis::step_that_tells_apart;

use super::report::Finding;
use super::report::Meaning;
use super::report::Message;
use super::report::Report;
use super::report::Unjudged;
use crate::chinese::advice_said_in_chinese;
use crate::chinese::said_in;
use crate::fixes::HOW_TO_ASK;
use crate::say;
use crate::text::BOLD;
use crate::text::CYAN;
use crate::text::DIM;
use crate::text::GREEN;
use crate::text::RED;
use crate::text::RESET;
use crate::text::Text;

impl Report {
    /// The whole report, coloured.
    pub fn text(&self, language: Language) -> Text {
        let mut writer = Writer { out: Text::default(), language };
        writer.report(self);
        writer.out
    }
}

struct Writer {
    out: Text,
    language: Language,
}

impl Writer {
    /// A sentence of ours in the language that is spoken.
    fn said<'t>(&self, text: &'t str) -> Cow<'t, str> {
        said_in(self.language, text)
    }

    fn worded(&self, text: Wording) -> &'static str {
        text.said_in(self.language).unwrap_or(text.english)
    }

    fn advice(&self, refusal: &Refusal) -> Advice {
        match self.language {
            Language::Chinese => advice_said_in_chinese(refusal),
            _ => advice(refusal),
        }
    }

    fn title(&mut self, indent: &str, text: &str) {
        let text = self.said(text);
        say!(self.out, "{indent}{BOLD}{text}{RESET}");
    }

    fn row(&mut self, name: &str, value: &str) {
        let name = self.said(name);
        // Letters of Chinese take two places.
        let room = 5usize.saturating_sub(match self.language {
            Language::Chinese => 2 * name.chars().count(),
            _ => name.len(),
        });
        say!(self.out, "  {DIM}{name}{:room$}{RESET}  {value}", "");
    }

    fn report(&mut self, report: &Report) {
        for meaning in &report.meanings {
            let Meaning { of, name, what, advice, chinese } = meaning;
            let [what, advice] = match self.language {
                Language::Chinese => chinese.each_ref(),
                _ => [what, advice],
            };
            say!(self.out, "{BOLD}{name}{RESET} {DIM}({}){RESET}", self.said(of));
            say!(self.out, "  {what}");
            if !advice.is_empty() {
                say!(self.out, "  {advice}");
            }
        }
        let (first, notes) = report.notes.split_at(usize::from(report.is_note_first));
        for note in first {
            say!(self.out, "{RED}✗{RESET} {}", self.said(note));
            say!(self.out, "");
        }
        if let Some(preflight) = &report.preflight {
            self.title(
                "",
                match report.is_note_first {
                    true => "without it a browser asks first",
                    false => "a browser asks first",
                },
            );
            self.message(preflight, "  ");
        } else if report.kind == "curl" && !report.findings.is_empty() {
            self.title("", "a browser sends it at once, without a preflight");
        }
        let shares = report.shares();
        for (index, finding) in report.findings.iter().enumerate() {
            if index > 0 || !report.meanings.is_empty() || report.preflight.is_some() {
                say!(self.out, "");
            }
            self.finding(finding);
            if shares[index] == 1 {
                self.fixes(finding);
            }
        }
        self.shared_fixes(report, &shares);
        for Unjudged { message, error } in &report.unjudged {
            let error = error.as_deref().map(|error| format!(" ({error})")).unwrap_or_default();
            let text = format!("not in the file: the answer to this{error}");
            say!(self.out, "{BOLD}? {}{RESET}", self.said(&text));
            self.message(message, "  ");
        }
        if report.judged > 0 && report.findings.is_empty() && report.unjudged.is_empty() {
            let text = self.said("every browser lets the page read all of them");
            say!(self.out, "{GREEN}✓{RESET} {text}");
        }
        if report.judged > 0 {
            let plural = if report.judged == 1 { "" } else { "s" };
            let text = format!("{} request{plural} to other origins judged", report.judged);
            say!(self.out, "{}", self.said(&text));
        }
        for note in notes {
            say!(self.out, "{DIM}{}{RESET}  {}", self.said("note"), self.said(note));
        }
    }

    /// The patches that are for several findings, after all of them.
    fn shared_fixes(&mut self, report: &Report, shares: &[usize]) {
        for (finding, count) in report.findings.iter().zip(shares) {
            if *count == 1 {
                continue;
            }
            say!(self.out, "");
            self.title("", &format!("one patch for {count} of these"));
            self.fixes(finding);
        }
    }

    fn message(&mut self, message: &Message, indent: &str) {
        say!(self.out, "{indent}{CYAN}→{RESET} {} {}", message.method, message.url);
        for (name, value) in &message.headers {
            say!(self.out, "{indent}  {name}: {value}");
        }
    }

    fn finding(&mut self, finding: &Finding) {
        if !finding.is_a_wish {
            self.refusal(finding);
        }
        self.causes(finding);
        if finding.is_a_guess() {
            return;
        }
        if let Some((lines, asked_first)) = finding.needed() {
            if !asked_first.is_empty() {
                let title = "the answer to OPTIONS must have status 204 and say";
                self.needed(title, &asked_first);
            }
            self.needed("the answer must say", &lines);
        }
        let advice = self.advice(&finding.case);
        let server = advice.server.map(|text| ("on the server", text));
        let page = advice.page.into_iter().map(|text| ("on the page", text));
        for (title, text) in server.into_iter().chain(page) {
            self.title("  ", title);
            say!(self.out, "    {text}");
        }
    }

    /// What was refused, and by which rule.
    fn refusal(&mut self, finding: &Finding) {
        let rule = finding.case.rule;
        let browsers = finding.browsers.join(", ");
        let what = match finding.is_a_guess() {
            true => self.said(GUESS),
            false => self.worded(rule.what()).into(),
        };
        match browsers.as_str() {
            "" => say!(self.out, "{RED}✗{RESET} {BOLD}{what}{RESET}"),
            names => say!(self.out, "{RED}✗{RESET} {BOLD}{what}{RESET}  {DIM}{names}{RESET}"),
        }
        let seen = finding.evidence();
        if !seen.is_empty() {
            let seen: Vec<_> = seen.iter().map(|text| self.said(text)).collect();
            self.row(
                "seen",
                &seen.join(if self.language == Language::Chinese { "，" } else { ", " }),
            );
        }
        if !finding.releases.are_all() {
            let text = format!("written by {browsers} {}", finding.releases);
            let text = self.said(&text).into_owned();
            self.row("text", &text);
        }
        self.row("rule", rule.name());
        if !finding.or_rules.is_empty() {
            let names: Vec<&str> = finding.or_rules.iter().map(|rule| rule.name()).collect();
            let text = format!("or {}: the text does not tell", names.join(", "));
            let text = self.said(&text).into_owned();
            self.row("", &text);
        }
        if !finding.is_a_guess() {
            self.row("why", self.worded(rule.why()));
            self.row("see", rule.spec());
            if let Some(page) = rule.mdn() {
                self.row("", &page);
            }
        }
    }

    fn fixes(&mut self, finding: &Finding) {
        for fix in &finding.fixes {
            fix.write(&mut self.out, "  ", self.language);
        }
        let is_helped = !finding.is_a_guess() && finding.needed().is_some();
        if finding.fixes.is_empty() && finding.fixed_with.is_none() && is_helped {
            let text = self.said(HOW_TO_ASK);
            say!(self.out, "  {DIM}{text}{RESET}");
        }
    }

    /// Each rule that it may be about, and how to tell which.
    fn causes(&mut self, finding: &Finding) {
        let rules: Vec<FetchRule> =
            iter::once(finding.case.rule).chain(finding.or_rules.iter().copied()).collect();
        let Some(step) = step_that_tells_apart(&rules) else { return };
        self.title("  ", "to tell them apart");
        say!(self.out, "    {}", self.said(step));
        for PossibleCause { rule, sign, fix, .. } in possible_causes(&rules, &finding.case) {
            say!(self.out, "    {CYAN}{}{RESET}: {}", rule.name(), self.said(sign));
            let fix = match self.language {
                Language::Chinese => {
                    let Advice { server, page } = advice_said_in_chinese(&Refusal::new(rule));
                    fix.and(page.into_iter().next().or(server))
                }
                _ => fix,
            };
            if let Some(fix) = fix.filter(|_| finding.is_a_guess()) {
                say!(self.out, "      {DIM}{}{RESET}  {fix}", self.said("then"));
            }
        }
    }

    fn needed(&mut self, title: &str, lines: &HeaderLines) {
        self.title("  ", title);
        for (name, value) in lines {
            say!(self.out, "    {GREEN}{name}: {value}{RESET}");
        }
    }
}

const GUESS: &str = "script is told that it failed, and no more: it can be any of these";
