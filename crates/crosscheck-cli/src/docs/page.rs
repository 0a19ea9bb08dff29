//! The pages: markup around the texts of the tables.

use crosscheck::diagnosis::Advice;
use crosscheck::diagnosis::Grant;
use crosscheck::diagnosis::HeaderLines;
use crosscheck::diagnosis::Rule;
use crosscheck::diagnosis::advice;
use crosscheck_export::Server;
use crosscheck_export::fix;
use maud::DOCTYPE;
use maud::Markup;
use maud::html;

use super::site::Links;
use super::site::path;
use super::words::CHINESE;
use crate::explain::Kind;
use crate::explain::Topic;
use crate::explain::example_case;
use crate::lab::console_example;
use crate::lab::shown;

/// One topic's page.
pub(super) fn topic(topic: &Topic, all: &[Topic], links: Links) -> String {
    let rule = topic.rule;
    let body = html! {
        p.kind { (topic.kind.name()) }
        h1 { code { (topic.name) } }
        p.what { (sentence(topic.what)) }
        @if let Some(why) = topic.why { h2 { "Why" } p { (sentence(why)) } }
        @if let Some(fix) = topic.fix { h2 { "How to fix it" } p { (sentence(fix)) } }
        (see_it(topic, links))
        @if let Some(rule) = rule {
            (what_to_do(topic, rule))
            @if topic.kind == Kind::Rule { (console(rule)) }
        }
        (chinese(topic))
        h2 { "Read on" }
        ul {
            @if let Some(rule) = rule {
                li { a href=(rule.spec) { "the standard" } }
                @if let Some(page) = rule.mdn() { li { a href=(page) { "MDN" } } }
            }
            @for other in all.iter().filter(|other| is_related(topic, other)) {
                li { a href=(format!("../{}", path(other))) { code { (other.name) } } " (" (other.kind.name()) ")" }
            }
            li { "on a terminal: " code { "crosscheck explain " (topic.name) } }
        }
    };
    frame(topic.name, "../", links, &body).into_string()
}

/// The page that leads to all others, and searches in them.
pub(super) fn index(all: &[Topic], links: Links) -> String {
    let body = html! {
        h1 { "What CORS says no to, and why" }
        p { "Every rule, finding, header and check that crosscheck knows, with the fix for your server." }
        label for="search" { "Search: a name, a header, or words of the console" }
        input #search type="search" autocomplete="off" spellcheck="false";
        p #found role="status" {}
        @for kind in [Kind::Rule, Kind::Finding, Kind::Header, Kind::Check] {
            section {
                h2 { (kind.plural()) }
                ul.topics {
                    @for topic in all.iter().filter(|topic| topic.kind == kind) {
                        li data-words=(words(topic)) {
                            a href=(path(topic)) { code { (topic.name) } }
                            span { (sentence(topic.what)) }
                        }
                    }
                }
            }
        }
        script src="search.js" defer {}
    };
    frame("CORS, explained", "", links, &body).into_string()
}

fn frame(title: &str, root: &str, links: Links, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · crosscheck" }
                link rel="stylesheet" href=(format!("{root}style.css"));
            }
            body {
                header {
                    a href=(format!("{root}index.html")) { "crosscheck docs" }
                    @if links == Links::Lab { a href="/" { "the lab" } }
                }
                main { (body) }
            }
        }
    }
}

/// The live scene, or why there is none and what stands in for it; the smallest policy that has a
/// finding.
fn see_it(topic: &Topic, links: Links) -> Markup {
    let Some(shown) = shown(topic.kind, topic.name) else { return html! {} };
    let name = format!("{}/{}", topic.kind.folder(), topic.name);
    let (live, policy) = (format!("/?live={name}"), format!("/?policy={name}"));
    let in_lab = links == Links::Lab;
    html! {
        h2 { "See it" }
        @if let Some(why) = shown.why { p { (why.english()) } }
        @if in_lab && shown.is_live() {
            p { a.go href=(live) { "See it happen, in your own browser" } }
        } @else if in_lab && shown.scenario.is_some() {
            p { a.go href=(live) { "See what the engine foretells of it" } }
        } @else if shown.is_live() {
            p { "Start the lab with " code { "crosscheck serve" } " and open this page there: it leads to a live scene." }
        }
        @if let Some(text) = &shown.policy {
            p { "The smallest policy that has this finding" @if text.lines().count() > MANY { ", in part" } ":" }
            pre tabindex="0" { (text.trim_end().lines().take(MANY).collect::<Vec<_>>().join("\n")) }
            @if in_lab { p { a.go href=(policy) { "Open it in the policy editor" } } }
        }
    }
}

/// Lines of a policy that a page shows.
const MANY: usize = 20;

/// What the server must say, what else helps, and each server's patch.
fn what_to_do(topic: &Topic, rule: &'static Rule) -> Markup {
    let case = example_case(rule);
    let grant = Grant::of(&case);
    let Advice { server, page } = advice(&case);
    html! {
        @if topic.kind == Kind::Rule { @if let Some(text) = server { h2 { "On the server" } p { (sentence(&text)) } } }
        @if topic.kind == Kind::Rule && !page.is_empty() {
            h2 { "On the page" }
            @for text in page { p { (sentence(&text)) } }
        }
        @if let Some(grant) = grant {
            @let (lines, asked_first) = grant.header_lines();
            h2 { "What the server must say" }
            @if !asked_first.is_empty() {
                p { "In the answer to OPTIONS, with status 204:" }
                (header_lines(&asked_first))
                p { "In the answer itself:" }
            }
            (header_lines(&lines))
            h2 { "As configuration" }
            @for (server, fix) in Server::ALL.iter().filter_map(|s| Some((s, fix(&case, *s)?))) {
                details {
                    summary { (server.title()) }
                    @for part in &fix.parts { p.place { (part.place) } pre tabindex="0" { (part.text.trim_end()) } }
                    @if !fix.notes.is_empty() { ul { @for note in &fix.notes { li { (note) } } } }
                }
            }
        }
    }
}

fn header_lines(lines: &HeaderLines) -> Markup {
    let lines: Vec<String> = lines.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    html! { pre tabindex="0" { (lines.join("\n")) } }
}

/// What each browser writes, from the engine itself.
fn console(rule: &'static Rule) -> Markup {
    let told = console_example(rule).unwrap_or_default();
    html! {
        @if !told.is_empty() {
            h2 { "What the console says" }
            @for (browser, text) in told { p.place { (browser) } pre tabindex="0" { (text) } }
        }
        @if let Some(code) = rule.chromium { p.soft { "Chromium's code: " code { (code) } } }
    }
}

fn chinese(topic: &Topic) -> Markup {
    let rule = CHINESE.rules.get(topic.name).filter(|_| topic.kind == Kind::Rule);
    let finding = CHINESE.findings.get(topic.name).filter(|_| topic.kind == Kind::Finding);
    html! {
        @if rule.is_some() || finding.is_some() {
            section lang="zh-CN" {
                h2 { "中文" }
                @if let Some((what, why)) = rule { p { (with_code(what)) "。" } p { (with_code(why)) "。" } }
                @if let Some(what) = finding { p { (with_code(what)) } }
            }
        }
    }
}

/// Whether two topics have a name or a rule in common.
fn is_related(topic: &Topic, other: &Topic) -> bool {
    let is_itself = topic.kind == other.kind && topic.name == other.name;
    let rules = topic.rule.zip(other.rule);
    !is_itself && (topic.name == other.name || rules.is_some_and(|(a, b)| a.name == b.name))
}

/// What the search looks through.
fn words(topic: &Topic) -> String {
    let mut words = vec![topic.name.replace('-', " "), topic.what.into()];
    words.extend([topic.why, topic.fix].into_iter().flatten().map(str::to_owned));
    if let Some((what, why)) = CHINESE.rules.get(topic.name) {
        words.extend([what.clone(), why.clone()]);
    }
    if let Some(rule) = topic.rule.filter(|_| topic.kind == Kind::Rule) {
        words.extend([rule.chromium, rule.firefox].into_iter().flatten().map(str::to_owned));
        let told = console_example(rule).unwrap_or_default();
        words.extend(told.into_iter().map(|(_, text)| text));
    }
    words.join(" ").to_lowercase()
}

/// A fragment as a sentence: a capital first, a stop at its end, and what is quoted as code.
fn sentence(text: &str) -> Markup {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    with_code(&format!("{first}{}{stop}", letters.as_str()))
}

/// Text in which what stands between backticks is code.
fn with_code(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}
