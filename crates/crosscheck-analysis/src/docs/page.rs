//! The pages: markup around the texts of the tables.

use crosscheck::catalog::Entry;
use crosscheck::catalog::EntryKind;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::Language;
use crosscheck::catalog::Wording;
use crosscheck::diagnosis::Advice;
use crosscheck::diagnosis::HeaderLines;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::RequiredHeaders;
use crosscheck::diagnosis::advice;
use crosscheck::diagnosis::advice_in_chinese;
use crosscheck_export::Fix;
use crosscheck_export::Server;
use crosscheck_export::fix;
use crosscheck_export::in_chinese;
use maud::DOCTYPE;
use maud::Markup;
use maud::PreEscaped;
use maud::html;

use super::guide::GUIDES;
use super::guide::Guide;
use super::guide::written;
use super::links::Links;
use super::links::path;
use super::order::also_called;
use super::order::commonest_first;
use super::prose::sentence;
use super::words::Words;
use super::words::folder;
use super::words::other;
use super::words::searched_in_chinese;
use super::words::told;
use super::words::words;
use crate::explain::example_refusal;
use crate::import::console_example;
use crate::scenario::example;

/// Where pages are read, in which language, and what there is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pages<'a> {
    pub(super) all: &'a [Entry],
    pub(super) links: Links,
    pub(super) language: Language,
}

impl Pages<'_> {
    /// One topic's page.
    pub(super) fn entry(self, entry: Entry) -> String {
        let (rule, words) = (entry.rule(), words(self.language));
        let body = html! {
            p.kind { (words.kind(entry.kind())) }
            h1 { code { (entry.name()) } }
            p.what { (self.sentence(told(entry.what(), self.language).text)) }
            @if let Some(why) = entry.why() { h2 { (words.why) } (self.told(why)) }
            @if let Some(fix) = entry.fix() { h2 { (words.fix) } (self.told(fix)) }
            (self.see_it(entry))
            @if let Some(rule) = rule {
                (what_to_do(entry, words, self.language))
                @if entry.kind() == EntryKind::Rule { (console(rule, words)) }
            }
            h2 { (words.read_on) }
            ul {
                @if let Some(rule) = rule {
                    li { a href=(rule.spec()) { (words.standard) } }
                    @if let Some(page) = rule.mdn() { li { a href=(page) { "MDN" } } }
                }
                @for other in self.all.iter().copied().filter(|other| is_related(entry, *other)) {
                    li { a href=(format!("../{}", path(other))) { code { (other.name()) } } " (" (words.kind(other.kind())) ")" }
                }
                li { (words.terminal) code { "crosscheck explain " (entry.name()) } }
            }
        };
        self.frame(entry.name(), &path(entry), &body)
    }

    /// A guide's page.
    pub(super) fn guide(self, guide: Guide) -> String {
        let body =
            html! { p.kind { (words(self.language).guides) } (written(guide.text(self.language))) };
        self.frame(guide.title(self.language), &guide.path(), &body)
    }

    /// The page that leads to all others, and searches in them.
    pub(super) fn index(self) -> String {
        let words = words(self.language);
        let body = html! {
            h1 { (words.heading) }
            p { (words.intro) }
            label for="search" { (words.search) }
            input #search type="search" autocomplete="off" spellcheck="false";
            p #found role="status" {}
            p #none hidden { (words.none) }
            section {
                h2 { (words.guides) }
                ul.topics {
                    @for guide in GUIDES {
                        li data-words=(format!("{} {} {}", guide.searched, guide.title(self.language), words.everywhere).to_lowercase()) {
                            a href=(guide.path()) { (guide.title(self.language)) }
                        }
                    }
                }
            }
            @for kind in EntryKind::ALL.iter().copied() {
                section {
                    h2 { (words.plural(kind)) }
                    ul.topics {
                        @for entry in commonest_first(self.all.iter().copied().filter(|entry| entry.kind() == kind)) {
                            li data-words=(searched(entry, words)) {
                                a href=(path(entry)) { code { (entry.name()) } }
                                span { (self.sentence(told(entry.what(), self.language).text)) }
                            }
                        }
                    }
                }
            }
            script src=(format!("{}search.js", self.up(0))) defer {}
        };
        self.frame(words.title, "index.html", &body)
    }

    /// In: the page's path below its language's folder.
    fn frame(self, title: &str, path: &str, body: &Markup) -> String {
        let depth = path.matches('/').count();
        let other = other(self.language);
        let (name_of_other, words) = (words(other).name, words(self.language));
        let (top, home) = (self.up(depth), "../".repeat(depth));
        let page = html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) " · crosscheck" }
                    link rel="stylesheet" href=(format!("{top}style.css"));
                }
                body {
                    header {
                        a href=(format!("{home}index.html")) { (words.site) }
                        @if self.links == Links::Lab { a href=(self.lab("/", "")) { (words.lab) } }
                        a lang=(other.tag()) hreflang=(other.tag())
                            href=(format!("{top}{}{path}", folder(other))) { (name_of_other) }
                    }
                    main { (body) }
                }
            }
        };
        page.into_string()
    }

    /// The live scene, or why there is none and what stands in for it; the smallest policy that has a
    /// finding.
    fn see_it(self, entry: Entry) -> Markup {
        let Some(shown) = example(entry) else { return html! {} };
        let words = words(self.language);
        let name = format!("{}/{}", entry.kind().folder(), entry.name());
        let live = self.lab("/?live=", &name);
        let in_lab = self.links == Links::Lab;
        html! {
            h2 { (words.see) }
            @if let Some(why) = shown.why {
                p { (if self.language == Language::Chinese { why.chinese() } else { why.english() }) }
            }
            @if in_lab && shown.is_live() {
                p { a.go href=(live) { (words.see_live) } }
            } @else if in_lab && shown.scenario.is_some() {
                p { a.go href=(live) { (words.see_told) } }
            } @else if shown.is_live() {
                p { (words.start_lab[0]) code { "crosscheck lab" } (words.start_lab[1]) }
            }
            @if let Some(text) = &shown.policy {
                @let lines: Vec<&str> = text.trim_end().lines().collect();
                p { (if lines.len() > MANY { words.in_part } else { words.smallest }) }
                pre tabindex="0" { (lines[..lines.len().min(MANY)].join("\n")) }
                @if in_lab { p { a.go href=(self.lab("/?policy=", &name)) { (words.editor) } } }
            }
        }
    }

    /// A link into the lab, which speaks the same language there.
    fn lab(self, to: &str, name: &str) -> String {
        match (self.language, name) {
            (Language::Chinese, "") => format!("{to}?lang=zh-CN"),
            (Language::Chinese, _) => format!("{to}{name}&lang=zh-CN"),
            _ => format!("{to}{name}"),
        }
    }

    /// From a page of that depth up to the site's folder.
    fn up(self, depth: usize) -> String {
        "../".repeat(depth + folder(self.language).matches('/').count())
    }

    /// A paragraph that says which language it is in, if it is another than the page's.
    fn told(self, wording: Wording) -> Markup {
        let text = told(wording, self.language);
        match text.is_english && self.language != Language::English {
            true => html! { p lang="en" { (sentence(text.text, ".")) } },
            false => html! { p { (self.sentence(text.text)) } },
        }
    }

    fn sentence(self, text: &str) -> Markup {
        sentence(text, words(self.language).stop)
    }
}

/// Lines of a policy that a page shows.
const MANY: usize = 20;

/// What the server must say, what else helps, and each server's patch.
fn what_to_do(entry: Entry, words: &Words, language: Language) -> Markup {
    let Some(case) = example_refusal(entry) else { return html! {} };
    let grant = RequiredHeaders::of(&case);
    let (server, page) = advice_in(&case, language);
    html! {
        @if entry.kind() == EntryKind::Rule { @if let Some(text) = server { h2 { (words.on_server) } p { (sentence(&text, words.stop)) } } }
        @if entry.kind() == EntryKind::Rule && !page.is_empty() {
            h2 { (words.on_page) }
            @for text in page { p { (sentence(&text, words.stop)) } }
        }
        @if let Some(grant) = grant {
            @let (lines, asked_first) = grant.header_lines();
            h2 { (words.must_say) }
            @if !asked_first.is_empty() {
                p { (words.to_options) }
                (header_lines(&asked_first))
                p { (words.itself) }
            }
            (header_lines(&lines))
            h2 { (words.configuration) }
            @let fixes = proven_fixes(&case);
            @let shared = shared_notes(&fixes);
            @let said = Said { language, case: &case };
            (said.notes(shared.iter().copied()))
            @for (names, fix) in &fixes {
                details {
                    summary { (names) }
                    @for part in &fix.parts { p.place { (said.text(part.place)) } pre lang="en" tabindex="0" { (code(part.text.trim_end())) } }
                    (said.notes(fix.notes.iter().map(String::as_str).filter(|note| !shared.contains(note))))
                }
            }
            details {
                summary { (words.another_server) }
                pre tabindex="0" { (format!("crosscheck explain {} --server all", entry.name())) }
            }
        }
    }
}

/// The patches that were run, each with the names of those it is for: the others' would be longer than all
/// the rest of the page.
fn proven_fixes(case: &Refusal) -> Vec<(String, Fix)> {
    let mut fixes: Vec<(String, Fix)> = Vec::new();
    for server in Server::ALL {
        let Some(fix) = fix(case, *server).filter(|fix| fix.run_by.is_some()) else { continue };
        match fixes.iter_mut().find(|(_, known)| *known == fix) {
            Some((names, _)) => *names += &format!(", {}", server.title()),
            None => fixes.push((server.title().to_owned(), fix)),
        }
    }
    fixes
}

/// Text of an element. A quotation mark means nothing there, and patches are full of them.
fn code(text: &str) -> PreEscaped<String> {
    PreEscaped(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// What most of the patches are to mind is said once.
fn shared_notes(fixes: &[(String, Fix)]) -> Vec<&str> {
    let all = || fixes.iter().flat_map(|(_, fix)| fix.notes.iter().map(String::as_str));
    let mut shared: Vec<&str> = Vec::new();
    for note in all() {
        let count = all().filter(|other| *other == note).count();
        if count * 2 > fixes.len() && !shared.contains(&note) {
            shared.push(note);
        }
    }
    shared
}

/// What goes with a patch, in a page's language.
#[derive(Clone, Copy)]
struct Said<'c> {
    language: Language,
    case: &'c Refusal,
}

impl Said<'_> {
    /// A place or a note: in Chinese a refusal's advice is that of its rule.
    fn text(self, text: &str) -> &str {
        let advice = || advice_in_chinese(self.case.rule)[0];
        match self.language {
            Language::Chinese => in_chinese(text).or_else(advice).unwrap_or(text),
            _ => text,
        }
    }

    fn notes<'a>(self, notes: impl Iterator<Item = &'a str>) -> Markup {
        let mut notes = notes.peekable();
        html! { @if notes.peek().is_some() { ul { @for note in notes { li { (self.text(note)) } } } } }
    }
}

/// What to do on the server and on the page; in Chinese what holds for the rule whatever was seen.
fn advice_in(case: &Refusal, language: Language) -> (Option<String>, Vec<String>) {
    if language == Language::Chinese {
        let [server, page] = advice_in_chinese(case.rule);
        return (server.map(str::to_owned), page.map(str::to_owned).into_iter().collect());
    }
    let Advice { server, page } = advice(case);
    (server, page)
}

fn header_lines(lines: &HeaderLines) -> Markup {
    let lines: Vec<String> = lines.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    html! { pre tabindex="0" { (lines.join("\n")) } }
}

/// What each browser writes, from the engine itself.
fn console(rule: FetchRule, words: &Words) -> Markup {
    let told = console_example(rule).unwrap_or_default();
    html! {
        @if !told.is_empty() {
            h2 { (words.console) }
            @for (browser, text) in told { p.place { (browser) } pre lang="en" tabindex="0" { (text) } }
        }
        @if let Some(code) = rule.chromium() { p.soft { (words.code_of_chromium) code { (code) } } }
    }
}

/// Whether two entries have a name or a rule in common.
fn is_related(entry: Entry, other: Entry) -> bool {
    let rules = entry.rule().zip(other.rule());
    entry != other
        && (entry.name() == other.name() || rules.is_some_and(|(one, other)| one == other))
}

/// What the search looks through.
fn searched(entry: Entry, said: &Words) -> String {
    let mut words = vec![entry.name().replace('-', " "), entry.what().english.into()];
    words.extend([also_called(entry), said.everywhere].map(str::to_owned));
    words.extend([entry.why(), entry.fix()].into_iter().flatten().map(|text| text.english.into()));
    words.extend(searched_in_chinese(entry).into_iter().map(str::to_owned));
    if let Entry::Rule(rule) = entry {
        words.extend([rule.chromium(), rule.firefox()].into_iter().flatten().map(str::to_owned));
        let told = console_example(rule).unwrap_or_default();
        words.extend(told.into_iter().map(|(_, text)| text));
    }
    words.join(" ").to_lowercase()
}
