//! The policy that a program comes to, found out by asking it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crosscheck::server::OriginPattern;
use crosscheck::server::Policy;
use crosscheck::server::Reach;

use super::access::Access;
use super::access::Words;
use super::alphabet::Alphabet;
use super::steps::Program;
use crate::import::draft::ANY_WITH_CREDENTIALS;
use crate::import::draft::Draft;
use crate::import::draft::DraftRule;
use crate::import::entry::policy_of_entry;
use crate::import::missing::Missing;
use crate::import::reasons::BELOW_IT_OTHERS;
use crate::import::source::At;

/// What a program comes to.
#[derive(Debug, Default)]
pub(crate) struct Deduced {
    pub(crate) draft: Draft,
    /// Whether it is too much to be asked about all of it: the draft is empty.
    is_spent: bool,
    /// What is not understood: the place, the text, and why.
    pub(crate) missing: Vec<(At, String, Missing)>,
    /// Origins that no browser sends.
    pub(crate) unsent: Vec<String>,
    /// What is understood, and deserves a word: the text, and what there is to say.
    pub(crate) notes: Vec<(String, String)>,
}

impl Deduced {
    /// The draft, unless the program could not be asked about all of it.
    pub(crate) fn whole(self) -> Option<Draft> {
        (!self.is_spent).then_some(self.draft)
    }
}

/// Which origins a program is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// Those that it surely means.
    Meant,
    /// One more of each part that lets in more than a list can say.
    WithWitnesses,
}

/// An entry of a list of origins, as far as it is looked at here.
struct Entry {
    text: String,
    /// An origin that it covers and, as far as can be, no other.
    example: String,
    /// Whether it is one origin.
    is_exact: bool,
    /// Whether it covers other entries, or others cover it.
    overlaps: bool,
    /// What tells it from others.
    signature: (BTreeSet<usize>, Vec<usize>, bool),
}

/// Asks a program for every kind of origin on every path that it tells apart.
pub(crate) fn deduce(program: &Program, ask: Ask) -> Deduced {
    let mut alphabet = Alphabet::of(program);
    if ask == Ask::WithWitnesses {
        alphabet.list_witnesses();
    }
    let mut deduced = Deduced { missing: alphabet.missing, ..Deduced::default() };
    let found = entries(&alphabet.entries);
    let entries = found.as_deref().unwrap_or_default();
    let known: BTreeSet<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
    let unsent = alphabet.compared.iter().filter(|origin| !known.contains(origin.as_str()));
    deduced.unsent = unsent.cloned().collect();
    let mut known: Vec<(String, Vec<DraftRule>)> = Vec::new();
    for path in alphabet.paths.iter().take_while(|_| !program.is_spent()) {
        let mut missing = Vec::new();
        let rules = rules_on(program, path, entries, &alphabet.words, &mut missing);
        let below = format!("{}/below", path.trim_end_matches('/'));
        if !entries.is_empty() || !rules.is_empty() {
            let others = rules_on(program, &below, entries, &alphabet.words, &mut Vec::new());
            if others != rules {
                if alphabet.folders.contains(path) && rules.is_empty() {
                    let text = "on this path itself the server says nothing; the rule covers it with what is below";
                    deduced.notes.push((path.clone(), text.into()));
                    known.push((path.clone(), others));
                    continue;
                }
                let text = BELOW_IT_OTHERS;
                deduced.missing.push((0, path.clone(), text.into()));
                // That explains it.
                missing.retain(|(.., why)| !why.reason.starts_with(PREFLIGHTS));
                deduced.missing.append(&mut missing);
                if path == "/" {
                    known.push((path.clone(), others));
                    continue;
                }
            }
        }
        deduced.missing.append(&mut missing);
        known.push((path.clone(), rules));
    }
    if program.is_spent() || found.is_none() {
        let text = "it tells too much apart to be asked about all of it: import parts of it";
        deduced.missing.push((0, String::new(), text.into()));
        deduced.is_spent = true;
        return deduced;
    }
    // An expression may lead to nothing.
    let is_let_in = |origin: &str| {
        alphabet.paths.iter().any(|path| {
            let below = format!("{}/below", path.trim_end_matches('/'));
            [path, &below]
                .iter()
                .any(|path| Access::of(program, path, origin, &alphabet.words).read)
        })
    };
    let leads_to_nothing = |missing: &Missing| {
        let witness = missing.witness.as_deref();
        witness.is_some_and(|witness| !is_let_in(witness) && !program.is_spent())
    };
    deduced.missing.retain(|(.., missing)| !leads_to_nothing(missing));
    deduced.missing.sort();
    deduced.missing.dedup();
    deduced.draft = Draft { rules: rules_by_path(known) };
    deduced
}

/// Puts together what is the same on several paths, and leaves out what is the same above.
fn rules_by_path(known: Vec<(String, Vec<DraftRule>)>) -> Vec<DraftRule> {
    let above = |path: &str| {
        let is_above = |other: &str| {
            let rest = path.strip_prefix(other.trim_end_matches('/'));
            other != path && rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let others = known.iter().filter(|(other, _)| is_above(other));
        others.max_by_key(|(other, _)| other.len()).map(|(_, rules)| rules)
    };
    let mut groups: Vec<(BTreeSet<String>, &Vec<DraftRule>)> = Vec::new();
    for (path, rules) in known.iter().rev() {
        if above(path) == Some(rules) || (path == "/" && rules.is_empty()) {
            continue;
        }
        match groups.iter_mut().find(|(_, same)| *same == rules) {
            Some((paths, _)) => drop(paths.insert(path.clone())),
            None => groups.push((BTreeSet::from([path.clone()]), rules)),
        }
    }
    let mut all = Vec::new();
    for (paths, rules) in groups {
        let paths = if paths == BTreeSet::from(["/".to_owned()]) { BTreeSet::new() } else { paths };
        if rules.is_empty() {
            // Nobody reads there, though others do above.
            all.push(DraftRule { paths: paths.clone(), ..DraftRule::default() });
        }
        all.extend(rules.iter().map(|rule| DraftRule { paths: paths.clone(), ..rule.clone() }));
    }
    all
}

/// What a program says on a path.
fn rules_on(
    program: &Program,
    path: &str,
    entries: &[Entry],
    words: &Words,
    missing: &mut Vec<(At, String, Missing)>,
) -> Vec<DraftRule> {
    let others = Access::of(program, path, UNLISTED, words);
    if others.left {
        return vec![DraftRule { handler: true, ..DraftRule::default() }];
    }
    let mut asked: BTreeMap<&(BTreeSet<usize>, Vec<usize>, bool), Access> = BTreeMap::new();
    // In the order of the rules: those that may be covered by others first.
    let mut groups: Vec<(Access, bool, Vec<String>)> = Vec::new();
    let mut only_preflights = Vec::new();
    let mut any_with_credentials = others.any_with_credentials;
    for entry in entries.iter().take_while(|_| !program.is_spent()) {
        let access = asked
            .entry(&entry.signature)
            .or_insert_with(|| Access::of(program, path, &entry.example, words))
            .clone();
        if access.preflight_only {
            only_preflights.push(entry.text.clone());
        }
        any_with_credentials |= access.any_with_credentials;
        if access == others {
            // Like everybody, unless something before would say otherwise.
            let is_covered = entry.overlaps && (access.read || entry.is_exact);
            if !is_covered {
                continue;
            }
        }
        if !access.read && !entry.overlaps {
            continue;
        }
        let first = entry.overlaps && entry.is_exact;
        match groups.iter_mut().find(|(known, is_first, _)| *known == access && *is_first == first)
        {
            Some((_, _, texts)) => texts.push(entry.text.clone()),
            None => groups.push((access, first, vec![entry.text.clone()])),
        }
    }
    if others.preflight_only {
        only_preflights.push("*".into());
    }
    if !only_preflights.is_empty() {
        let text = format!(
            "{PREFLIGHTS} `{path}` are answered, but the answers that follow have no \
             `Access-Control-Allow-Origin`: nobody can read them"
        );
        missing.push((0, only_preflights.join(", "), text.into()));
    }
    if any_with_credentials {
        missing.push((0, path.to_owned(), ANY_WITH_CREDENTIALS.into()));
    }
    groups.sort_by_key(|(_, is_first, texts)| {
        (!is_first, texts.iter().map(|text| std::cmp::Reverse(text.len())).min())
    });
    let has_nobody = groups.iter().any(|(access, ..)| !access.read);
    let rule = |access: &Access, origins: Vec<String>| DraftRule {
        origins,
        credentials: access.credentials,
        methods: access.methods.iter().cloned().collect(),
        request_headers: access.request_headers.iter().cloned().collect(),
        expose_headers: access.expose_headers.iter().cloned().collect(),
        max_age: access.max_age,
        expose_timing: access.expose_timing,
        resource_policy: access.resource_policy.or(others.resource_policy),
        ..DraftRule::default()
    };
    if has_nobody {
        let names = groups.iter().filter(|(access, ..)| !access.read).flat_map(|(.., texts)| texts);
        let names: Vec<&str> = names.map(String::as_str).collect();
        let text =
            "these may not read though others that cover them may, which a policy cannot say";
        missing.push((0, names.join(", "), text.into()));
    }
    let listed = groups.into_iter().filter(|(access, ..)| access.read);
    let mut rules: Vec<DraftRule> = listed.map(|(access, _, texts)| rule(&access, texts)).collect();
    if others.read {
        rules.push(rule(&others, vec!["*".into()]));
    } else if rules.is_empty() && others.resource_policy.is_some() {
        rules.push(DraftRule { resource_policy: others.resource_policy, ..DraftRule::default() });
    }
    rules
}

/// The entries; `None` if there are more than can be told apart.
fn entries(found: &BTreeMap<String, BTreeSet<usize>>) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    // What each pattern lets in, by its entry.
    let mut patterns: Vec<(usize, Policy)> = Vec::new();
    for (text, places) in found {
        let Some(policy) = policy_of_entry(text) else {
            // No browser sends it; should a server send it, it lets nobody in.
            continue;
        };
        let statement = policy.statements().next();
        let Some(rule) = statement.as_ref().and_then(|said| said.rules().next()) else { continue };
        let pattern = rule.origin_patterns().first();
        let is_exact = pattern.is_none();
        entries.push(Entry {
            text: text.clone(),
            example: pattern.map_or_else(|| text.clone(), example),
            is_exact,
            overlaps: false,
            signature: (places.clone(), Vec::new(), is_exact),
        });
        if !is_exact {
            patterns.push((entries.len() - 1, policy));
        }
        if patterns.len() > MOST_PATTERNS {
            return None;
        }
    }
    for (number, policy) in &patterns {
        let mut covers_pattern = false;
        for (_, entry) in entries.iter_mut().enumerate().filter(|(other, _)| other != number) {
            if policy.allows_origin("/", entry.example.as_bytes()) {
                entry.signature.1.push(*number);
                entry.overlaps = true;
                covers_pattern |= !entry.is_exact;
            }
        }
        if let Some(entry) = entries.get_mut(*number) {
            entry.overlaps |= covers_pattern;
        }
    }
    Some(entries)
}

/// An origin that a pattern covers, and hardly anything else.
fn example(pattern: &OriginPattern) -> String {
    let host = match &pattern.reach {
        Reach::Host => pattern.base.clone(),
        Reach::OneLabel { prefix, suffix } => format!("{prefix}{LABEL}{suffix}.{}", pattern.base),
        Reach::AnyDepth => format!("{LABEL}.{LABEL}.{}", pattern.base),
        Reach::AnyHost => LABEL.to_owned(),
        Reach::Network { first, .. } => std::net::Ipv4Addr::from(*first).to_string(),
    };
    let own = match pattern.scheme.as_str() {
        "https" => 443,
        "http" => 80,
        _ => 0,
    };
    let (first, last) = pattern.ports;
    // A port in the middle tells more than the scheme's own.
    let port = if first == last { first } else { first.max(own).saturating_add(1) };
    let port = port.min(last);
    match port == own {
        true => format!("{}://{host}", pattern.scheme),
        false => format!("{}://{host}:{port}", pattern.scheme),
    }
}

/// How many patterns are held against all entries.
const MOST_PATTERNS: usize = 400;
const PREFLIGHTS: &str = "preflights on";
/// What pages of everybody may do is what pages of this origin may.
const UNLISTED: &str = "https://unlisted.crosscheck-import.example";
const LABEL: &str = "w7q";
