//! Reads a policy file by hand: every value keeps its place, and one mistake hides no other.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Severity;
use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Finding;
use toml::Spanned;
use toml::de::DeValue;

use crate::gateway::GatewaySettings;
use crate::report::Diagnostic;
use crate::spans::Spans;
use crate::upstream::UpstreamSettings;

/// What was read so far.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    pub(crate) config: Config,
    pub(crate) gateway: GatewaySettings,
    pub(crate) written_upstreams: Vec<WrittenUpstream>,
    /// In the order of the file; `None` where one could not be read whole.
    pub(crate) assertions: Vec<Option<Assertion>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Where values stand, by the library's name for their place: `origins[2]`.
    pub(crate) places: BTreeMap<String, Range<usize>>,
    /// Pages under development.
    pub(crate) development: Vec<String>,
    /// Places of origins that stand there for development only.
    pub(crate) lent: BTreeSet<String>,
    /// What is not TOML.
    pub(crate) toml_errors: Vec<Diagnostic>,
    /// Where it stands: what is not TOML is wrong in no other way.
    pub(crate) broken: Spans,
    /// What stands behind the first mistake of a list that is not closed.
    pub(crate) swallowed: Spans,
    /// Where the table stands; what is missing from it is missing here.
    pub(crate) table: Range<usize>,
    /// Whether `[end]` is the last that the file says.
    pub(crate) is_whole: bool,
    /// Places that may hold more than was read, so that nothing is said to be missing from them.
    pub(crate) unread: BTreeSet<String>,
}

/// An upstream, and its own policy while it is read.
#[derive(Debug)]
pub(crate) struct WrittenUpstream {
    pub(crate) settings: UpstreamSettings,
    pub(crate) own: Option<Reader>,
}

impl Reader {
    pub(crate) fn unknown(&mut self, name: &str, span: Range<usize>, known: &[&str], prefix: &str) {
        let spelled = name.to_ascii_lowercase().replace('-', "_");
        let near = called_elsewhere(&spelled).filter(|field| known.contains(field));
        let near = near.or_else(|| nearest(&spelled, known));
        let text = match near {
            None if TABLES.contains(&name) => {
                format!("`{name}` stands beside `[cors]`, not in it; write `[{name}]`")
            }
            Some(field) => {
                self.unread.insert(format!("{prefix}{field}"));
                format!("there is no `{name}`; write `{field}`")
            }
            None => format!("there is no `{name}`; write one of {}", known.join(", ")),
        };
        self.mistake(span, FindingKind::UnknownKey, text);
    }

    pub(crate) fn boolean(&mut self, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let read = value.get_ref().as_bool();
        if read.is_none() {
            let text = format!("this is {}; write `true` or `false`", kind(value));
            self.mistake(value.span(), FindingKind::WrongType, text);
        }
        read
    }

    pub(crate) fn text(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let read = value.get_ref().as_str().map(str::to_owned);
        if read.is_none() {
            let text = format!("this is {}; write text, in quotes", kind(value));
            self.mistake(value.span(), FindingKind::WrongType, text);
        }
        read
    }

    /// Reads a list of texts, without those that are of another type.
    pub(crate) fn strings(
        &mut self,
        prefix: &str,
        field: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<String> {
        let Some(array) = value.get_ref().as_array() else {
            self.unread.insert(format!("{prefix}{field}"));
            let text = match value.get_ref().as_str() {
                Some(text) => {
                    let is_apart = |c: char| c == ',' || c == ';' || c.is_whitespace();
                    let texts: Vec<_> = text.split(is_apart).filter(|t| !t.is_empty()).collect();
                    format!("this is text; write `{field} = {texts:?}`")
                }
                None => format!("this is {}; write a list of texts", kind(value)),
            };
            self.mistake(value.span(), FindingKind::WrongType, text);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array {
            let place = format!("{prefix}{field}[{}]", texts.len());
            match item.get_ref().as_str() {
                Some(text) => {
                    self.places.insert(place, item.span());
                    texts.push(text.to_string());
                }
                None => {
                    self.unread.insert(format!("{prefix}{field}"));
                    let text = format!("this is {}; write text, in quotes", kind(item));
                    self.mistake(item.span(), FindingKind::WrongType, text);
                }
            }
        }
        texts
    }

    /// Where the policy says that a source is to be asked about origins.
    pub(crate) fn source_places(&self) -> Vec<Range<usize>> {
        let rules = self.config.rules.iter().enumerate().filter(|(_, rule)| rule.origin_source);
        let fields = rules.map(|(number, _)| format!("rules[{number}].origin_source"));
        let own = self.config.origin_source.then(|| "origin_source".to_owned());
        let fields = own.into_iter().chain(fields);
        fields.filter_map(|field| self.places.get(&field).cloned()).collect()
    }

    /// Takes over what the library found.
    pub(crate) fn finding(&mut self, finding: &Finding) {
        // What is unwise where everybody asks is what a developer's machine is for.
        if finding.severity != Severity::Error && self.lent.contains(&finding.path) {
            return;
        }
        let rule = finding.path.rfind('.').map_or("", |dot| &finding.path[..=dot]);
        let missing = match finding.kind {
            FindingKind::UnreachableRule => format!("{rule}paths"),
            _ => finding.path.clone(),
        };
        let may_be_there = self.unread.contains(&missing) || !self.swallowed.is_empty();
        if finding.value.is_empty() && may_be_there {
            return;
        }
        // What is missing stands nowhere: what it is missing from does.
        let mut place = finding.path.as_str();
        let span = loop {
            match (self.places.get(place), place.rfind(['[', '.'])) {
                (Some(span), _) => break span.clone(),
                (None, Some(at)) => place = &place[..at],
                (None, None) => break self.table.clone(),
            }
        };
        let text = match (&finding.suggestion, finding.kind) {
            (Some(suggestion), _) => format!("{}; write `{suggestion}`", finding.reason),
            (
                None,
                FindingKind::NullOrigin
                | FindingKind::ForbiddenMethod
                | FindingKind::ForbiddenRequestHeader
                | FindingKind::ForbiddenResponseHeader
                | FindingKind::Duplicate
                | FindingKind::Covered
                | FindingKind::Needless,
            ) => format!("{}; take it out", finding.reason),
            (None, _) => finding.reason.clone(),
        };
        let (severity, kind) = (finding.severity, finding.kind);
        self.diagnostics.push(Diagnostic { severity, span, kind, text });
    }

    pub(crate) fn mistake(&mut self, span: Range<usize>, kind: FindingKind, text: String) {
        self.diagnostics.push(Diagnostic { severity: Severity::Error, span, kind, text });
    }
}

/// Tables beside that of the policy.
const TABLES: [&str; 3] = ["development", "gateway", "end"];

/// What a value is, for people.
pub(crate) fn kind(value: &Spanned<DeValue<'_>>) -> &'static str {
    match value.get_ref() {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The key that is spelled most like a name.
fn nearest<'k>(spelled: &str, known: &[&'k str]) -> Option<&'k str> {
    let alike = known.iter().map(|field| (*field, strsim::jaro_winkler(field, spelled)));
    let near = alike.filter(|(_, likeness)| *likeness > 0.85);
    near.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(field, _)| field)
}

/// What a key is called here that other middleware calls by another name.
fn called_elsewhere(spelled: &str) -> Option<&'static str> {
    let spelled = spelled.replace('_', "");
    // The headers themselves, too.
    Some(match spelled.strip_prefix("accesscontrol").unwrap_or(&spelled) {
        "allowedorigins"
        | "alloworigins"
        | "alloworigin"
        | "allowedorigin"
        | "whitelist"
        | "allowlist"
        | "allowedoriginpatterns"
        | "originpatterns" => "origins",
        "allowcredentials" | "supportscredentials" | "withcredentials" => "credentials",
        "allowedmethods" | "allowmethods" => "methods",
        "headers" | "allowedheaders" | "allowheaders" | "allowedheader" => "request_headers",
        "expose" | "exposedheaders" | "exposeheaders" => "expose_headers",
        "maxage" => "max_age",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crosscheck::catalog::FindingKind;

    use crate::ReadOptions;
    use crate::read;

    /// To hold each mistake against every broken place, or each finding against every place that was
    /// not read, would take far too long for as many as this.
    #[test]
    fn a_hundred_thousand_mistakes_of_each_kind_are_told_in_one_pass() {
        let count = 100_000;
        let lines = |line: fn(usize) -> String| (0..count).map(line).collect::<String>();
        let source = lines(|n| format!("key{n} = 1\n"))
            + "[cors]\n"
            + &lines(|n| format!("origin{n}s = 1\n"))
            + &lines(|n| format!("= {n}\n"))
            + "origins = ["
            + &lines(|n| format!("\"https://a{n}.example/\", "))
            + "]\n";
        let mistakes = read("policy.toml", &source, ReadOptions::default()).report.diagnostics;
        for kind in [FindingKind::UnknownKey, FindingKind::NotToml, FindingKind::InvalidOrigin] {
            let count = mistakes.iter().filter(|mistake| mistake.kind == kind).count();
            assert!(count >= 100_000, "{count} of {kind}");
        }
    }
}
