//! From a draft to a record that is a policy: what no browser sends is taken out, what is a risk is said.

use std::collections::HashSet;

use crosscheck::catalog::FindingKind;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Finding;
use crosscheck::server::Policy;
use crosscheck::server::Rule;

use super::draft::Draft;
use super::draft::DraftRule;
use super::filled_in::NOT_HERE;
use super::filled_in::is_filled_in;
use super::program::is_simple;

/// A record that is a policy, and what became otherwise on the way: the part, and why.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    pub(crate) config: Config,
    /// What has no effect there, or is a risk.
    pub(crate) notes: Vec<(String, String)>,
    /// What a policy cannot say.
    pub(crate) lost: Vec<(String, String)>,
}

/// Makes a policy of a draft.
pub(crate) fn settle(draft: Draft) -> Settled {
    let mut settled = Settled { config: record(draft), ..Settled::default() };
    for _ in 0..ROUNDS {
        let Err(errors) = Policy::new(&settled.config) else { return settled };
        let errors: Vec<Finding> = errors.iter().cloned().collect();
        let mended = errors.iter().filter(|error| settled.mend(error)).count();
        settled.close_gaps();
        if mended == 0 {
            break;
        }
    }
    if Policy::new(&settled.config).is_err() {
        let text = "what is left of it is no policy";
        settled.lost.push((String::new(), text.into()));
        settled.config = Config::default();
    }
    settled
}

impl Settled {
    fn close_gaps(&mut self) {
        let config = &mut self.config;
        let own = [
            &mut config.origins,
            &mut config.methods,
            &mut config.request_headers,
            &mut config.expose_headers,
        ];
        own.into_iter().for_each(|list| list.retain(|text| !text.is_empty()));
        // A rule that lost all its paths is none: it must not become one for every path.
        config
            .rules
            .retain(|rule| rule.paths.is_empty() || rule.paths.iter().any(|path| !path.is_empty()));
        for rule in &mut config.rules {
            let lists = [
                &mut rule.paths,
                &mut rule.origins,
                &mut rule.methods,
                &mut rule.request_headers,
                &mut rule.expose_headers,
            ];
            lists.into_iter().for_each(|list| list.retain(|text| !text.is_empty()));
        }
    }

    /// Takes out what an error is about, or says that it is meant; whether anything was done.
    fn mend(&mut self, error: &Finding) -> bool {
        let danger = &mut self.config.danger;
        let accepted = match error.kind {
            FindingKind::NullOrigin => Some(&mut danger.null_origin),
            FindingKind::InsecureOrigin => Some(&mut danger.insecure_origins),
            FindingKind::PublicSuffix => Some(&mut danger.public_suffixes),
            FindingKind::WholeScheme => Some(&mut danger.whole_schemes),
            FindingKind::FileOrigin => Some(&mut danger.file_origin),
            FindingKind::AddressRange => Some(&mut danger.address_ranges),
            FindingKind::WildcardWithCredentials if error.path.ends_with("origins[0]") => {
                Some(&mut danger.everybody_with_credentials)
            }
            _ => None,
        };
        if let Some(accepted) = accepted {
            if !*accepted {
                *accepted = true;
                let reason = match error.kind {
                    FindingKind::WildcardWithCredentials => EVERYBODY,
                    _ => error.reason.as_str(),
                };
                let text = format!("a risk that is taken there: {reason}");
                self.notes.push((error.value.clone(), text));
            }
            return true;
        }
        let (rule, field) = match error.path.strip_prefix("rules[") {
            Some(rest) => {
                let Some((number, field)) = rest.split_once("].") else { return false };
                (number.parse::<usize>().ok(), field)
            }
            None => (None, error.path.as_str()),
        };
        if field == "max_age" {
            let age = match rule {
                None => &mut self.config.max_age,
                Some(rule) => match self.config.rules.get_mut(rule) {
                    Some(rule) => &mut rule.max_age,
                    None => return false,
                },
            };
            *age = age.map(|age| age.min(LONGEST_AGE));
            let text = format!("browsers remember for {LONGEST_AGE} seconds at most");
            self.notes.push((error.value.clone(), text));
            return true;
        }
        let Some((name, number)) = field.split_once('[') else { return false };
        let Ok(number) = number.trim_end_matches(']').parse::<usize>() else { return false };
        let Some(list) = list_of(&mut self.config, rule, name) else { return false };
        // What is taken out leaves its place for now, so that other places stay true.
        let Some(value) = list.get_mut(number).map(std::mem::take) else { return false };
        let text = format!("it has no effect: {}", error.reason);
        match error.kind {
            FindingKind::WildcardWithCredentials => {
                let text = "`*` means nothing where credentials are allowed";
                self.notes.push((value, text.into()));
            }
            _ if is_filled_in(&value) => self.lost.push((value, NOT_HERE.into())),
            FindingKind::InvalidPath => self.lost.push((value, error.reason.clone())),
            _ => self.notes.push((value, text)),
        }
        true
    }
}

/// The record of a draft: a rule for every path, if it is the last, in the record's own fields.
fn record(draft: Draft) -> Config {
    let mut rules: Vec<Rule> = draft.rules.into_iter().map(rule).collect();
    let mut config = Config { danger: Danger::default(), ..Config::default() };
    if rules.last().is_some_and(|rule| rule.paths.is_empty() && !rule.handler)
        && rules.iter().filter(|rule| rule.paths.is_empty()).count() == 1
    {
        let last = rules.pop().unwrap_or_default();
        config.origins = last.origins;
        config.credentials = last.credentials;
        config.methods = last.methods;
        config.request_headers = last.request_headers;
        config.expose_headers = last.expose_headers;
        config.max_age = last.max_age;
        config.expose_timing = last.expose_timing;
        config.resource_policy = last.resource_policy;
    }
    config.rules = rules;
    config
}

fn rule(draft: DraftRule) -> Rule {
    // What needs no permission is not listed.
    let methods = draft.methods.into_iter().filter(|method| !is_simple(method)).collect();
    let is_for_all = draft.origins.iter().any(|origin| origin == "*");
    let origins = if is_for_all { vec!["*".to_owned()] } else { unique(draft.origins) };
    Rule {
        paths: draft.paths.into_iter().collect(),
        handler: draft.handler,
        origins,
        origin_source: false,
        credentials: draft.credentials,
        methods: unique(methods),
        request_headers: unique(lower_case(draft.request_headers)),
        expose_headers: unique(lower_case(draft.expose_headers)),
        max_age: draft.max_age,
        expose_timing: draft.expose_timing,
        resource_policy: draft.resource_policy,
    }
}

fn lower_case(names: Vec<String>) -> Vec<String> {
    names.into_iter().map(|name| name.to_ascii_lowercase()).collect()
}

fn unique(list: Vec<String>) -> Vec<String> {
    let mut known = HashSet::new();
    list.into_iter().filter(|text| known.insert(text.clone())).collect()
}

fn list_of<'c>(
    config: &'c mut Config,
    rule: Option<usize>,
    name: &str,
) -> Option<&'c mut Vec<String>> {
    if let Some(rule) = rule {
        let rule = config.rules.get_mut(rule)?;
        return match name {
            "paths" => Some(&mut rule.paths),
            "origins" => Some(&mut rule.origins),
            "methods" => Some(&mut rule.methods),
            "request_headers" => Some(&mut rule.request_headers),
            "expose_headers" => Some(&mut rule.expose_headers),
            _ => None,
        };
    }
    match name {
        "origins" => Some(&mut config.origins),
        "methods" => Some(&mut config.methods),
        "request_headers" => Some(&mut config.request_headers),
        "expose_headers" => Some(&mut config.expose_headers),
        _ => None,
    }
}

const EVERYBODY: &str = "every page of every site may read what is meant for the visitor";
/// How often errors are looked for: taking one out may show another.
const ROUNDS: usize = 8;
/// What the library allows.
const LONGEST_AGE: u32 = 86_400;
