//! Names: of rules that a request can break, of findings about a policy, of headers.

use crosscheck::catalog::CorsHeader;
use crosscheck::catalog::Entry;
use crosscheck::catalog::EntryKind;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::Language;
use crosscheck::catalog::Wording;
use crosscheck::diagnosis::Refusal;

use super::overrides::Overrides;
use super::report::Finding;
use super::report::Meaning;
use super::report::Report;
use super::report::Verdict;

/// Explains a name; `None` if nothing has it.
pub(super) fn explain(text: &str, overrides: &Overrides) -> Option<Report> {
    let name = text.trim_end_matches(':').to_ascii_lowercase();
    let called = FetchRule::called(text).map(Entry::Rule);
    let is_meant = |entry: &Entry| entry.name() == name || called == Some(*entry);
    let entries: Vec<Entry> = Entry::all().filter(is_meant).collect();
    if entries.is_empty() {
        return None;
    }
    let mut report = Report::new("name", Verdict::Explained, Vec::new());
    report.meanings = entries
        .iter()
        .map(|entry| Meaning {
            of: entry.kind().name(),
            name: entry.name().into(),
            what: entry.what().english.into(),
            advice: advice(*entry, Language::English),
            chinese: [said(entry.what(), Language::Chinese), advice(*entry, Language::Chinese)],
        })
        .collect();
    if let Some((entry, rule)) = entries.iter().find_map(|entry| Some((*entry, entry.rule()?))) {
        let mut finding = Finding::of(Refusal::new(rule));
        finding.is_a_wish = true;
        overrides.complete(&mut finding);
        stand_in(&mut finding.wanted);
        finding.wanted.max_age = max_age(entry);
        report.findings.push(finding);
    }
    Some(report)
}

/// Why, and what to do about it.
fn advice(entry: Entry, language: Language) -> String {
    let end = match (language, entry.kind()) {
        (Language::Chinese, _) => "；",
        (_, EntryKind::Check) => "; ",
        _ => " ",
    };
    let texts = [entry.why(), entry.fix()].into_iter().flatten();
    texts.map(|text| said(text, language)).collect::<Vec<_>>().join(end)
}

fn said(text: Wording, language: Language) -> String {
    text.said_in(language).unwrap_or(text.english).into()
}

/// Every name and what it means, sorted by kind; a name of two kinds once.
pub fn names(language: Language) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = Vec::new();
    for entry in Entry::all() {
        if !names.iter().any(|(name, _)| name == entry.name()) {
            names.push((entry.name().into(), said(entry.what(), language)));
        }
    }
    names
}

/// The refusal whose fix is on an entry's page, with something in the place of what no name tells.
pub fn example_refusal(entry: Entry) -> Option<Refusal> {
    let mut refusal = Refusal::new(entry.rule()?);
    stand_in(&mut refusal);
    refusal.max_age = max_age(entry);
    Some(refusal)
}

/// What the header's own page asks for.
fn max_age(entry: Entry) -> Option<u32> {
    (entry == Entry::Header(CorsHeader::AccessControlMaxAge)).then_some(600)
}

/// The name that a word is nearest to.
pub(super) fn nearest(text: &str) -> Option<String> {
    let word = text.to_ascii_lowercase();
    if word.len() > 64 || word.contains(char::is_whitespace) {
        return None;
    }
    let names = names(Language::English).into_iter().map(|(name, _)| name);
    let (likeness, name) = names
        .map(|name| (strsim::jaro_winkler(&word, &name), name))
        .max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    (likeness > 0.8).then_some(name)
}

/// Puts something in the place of what a name does not tell.
fn stand_in(wanted: &mut Refusal) {
    match wanted.rule {
        FetchRule::MethodNotAllowed if wanted.method.is_none() => {
            wanted.method = Some("PUT".into());
        }
        FetchRule::HeadersNotAllowed if wanted.header_names.is_empty() => {
            wanted.header_names = vec!["content-type".into()];
        }
        FetchRule::HeaderNotExposed if wanted.header_names.is_empty() => {
            wanted.header_names = vec!["x-total-count".into()];
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crosscheck::catalog::CorsHeader;
    use crosscheck::catalog::Entry;
    use crosscheck_export::Server;
    use crosscheck_export::fix;

    use super::example_refusal;

    /// A header's page is about that header, or of a request's about the one that answers it; so is each
    /// patch on it.
    #[test]
    fn the_patch_on_each_headers_page_names_the_header() {
        let mut without = Vec::new();
        for header in CorsHeader::ALL.iter().copied() {
            let refusal = example_refusal(Entry::Header(header));
            let answer = match header {
                CorsHeader::AccessControlRequestMethod => CorsHeader::AccessControlAllowMethods,
                CorsHeader::AccessControlRequestHeaders => CorsHeader::AccessControlAllowHeaders,
                CorsHeader::Cookie => CorsHeader::AccessControlAllowCredentials,
                other => other,
            };
            for server in [Server::Nginx, Server::Apache, Server::Caddy, Server::Haproxy] {
                let Some(fix) = refusal.as_ref().and_then(|refusal| fix(refusal, server)) else {
                    without.push(header);
                    continue;
                };
                let text: String = fix.parts.iter().map(|part| part.text.as_str()).collect();
                let text = text.to_ascii_lowercase();
                assert!(text.contains(answer.name()), "{header} for {}: {text}", server.name());
            }
        }
        without.dedup();
        // The one is not to be sent any more; the other opens no content.
        let none = [CorsHeader::AccessControlAllowPrivateNetwork, CorsHeader::TimingAllowOrigin];
        assert_eq!(without, none);
    }
}
