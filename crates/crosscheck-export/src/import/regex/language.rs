//! Whether an expression and some entries cover the same origins: their automata are walked side by side.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::VecDeque;

use regex_automata::Anchored;
use regex_automata::MatchKind;
use regex_automata::dfa::Automaton;
use regex_automata::dfa::StartKind;
use regex_automata::dfa::dense;
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;

use super::expression::Regex;
use super::expression::reason;
use super::expression::syntax_of;
use super::near_misses::near_misses;
use super::shapes::Shape;
use super::shapes::shapes;
use crate::export::escape;
use crate::export::origin_regex;
use crate::import::entry::policy_of_entry;
use crate::import::missing::Missing;

/// Which origins an expression means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// Entries that it surely covers.
    pub(crate) entries: Vec<String>,
    /// Why that is not all of it.
    pub(crate) missing: Option<Missing>,
}

/// Finds out which origins of web pages an expression fits, whatever stands in front of them.
pub(crate) fn meaning(regex: &Regex) -> Meaning {
    match covered(regex) {
        Ok(meaning) => meaning,
        Err(reason) => Meaning { entries: Vec::new(), missing: Some(Missing::from(reason)) },
    }
}

fn covered(regex: &Regex) -> Result<Meaning, String> {
    let syntax = syntax_of(regex.ignores_case);
    let parsed = regex_automata::util::syntax::parse_with(&regex.text, &syntax);
    let parsed = parsed.map_err(|error| reason(&error.to_string()))?;
    let shapes = shapes(&parsed).ok_or("it fits too many kinds of texts to tell them apart")?;
    let before = shapes.first().map(|shape| shape.before.clone()).unwrap_or_default();
    if shapes.iter().any(|shape| shape.before != before) {
        return Err("what stands in front of the origins differs".into());
    }
    let theirs = automaton(&regex.text, regex.ignores_case)?;
    let valid = automaton(&valid_origins(&shapes), false)?;
    let everything = Side { automaton: &valid, before: "" };
    let theirs = Side { automaton: &theirs, before: &before };
    // What fits all that pages have.
    if before.is_empty() && difference(&everything, &everything, &theirs)?.is_none() {
        return Ok(Meaning { entries: vec!["*".into()], missing: None });
    }
    let mut kept: Vec<(String, String)> = Vec::new();
    for entry in shapes.iter().map(|shape| shape.entry.as_str()) {
        let Some(own) = entry_regex(entry) else { continue };
        // One by one only where there are few: what is in it though the expression does not fit it?
        if shapes.len() > MOST_ALONE {
            kept.push((entry.to_owned(), own));
            continue;
        }
        let alone = automaton(&format!("^(?:{own})$"), false)?;
        let alone = Side { automaton: &alone, before: "" };
        if difference(&everything, &alone, &theirs)?.is_none() {
            kept.push((entry.to_owned(), own));
        }
    }
    // Of a range and its parts the whole is enough.
    let whole: Vec<String> = kept.iter().map(|(entry, _)| entry.clone()).collect();
    kept.retain(|(entry, _)| !whole.iter().any(|other| is_part_of(entry, other)));
    let all: Vec<&str> = kept.iter().map(|(_, own)| own.as_str()).collect();
    let ours = match all.is_empty() {
        true => automaton("[^\\x00-\\xff]", false)?,
        false => automaton(&format!("^(?:{})$", all.join("|")), false)?,
    };
    let ours = Side { automaton: &ours, before: "" };
    if shapes.len() > MOST_ALONE
        && let Some(witness) = difference(&everything, &ours, &theirs)?
    {
        return Err(format!("it does not fit `{witness}`, which its parts mean"));
    }
    let shortest = difference(&everything, &theirs, &ours)?;
    let missing = shortest.map(|shortest| {
        let few = shapes.iter().take(MOST_ALONE).map(|shape| shape.entry.as_str());
        let (secure, others): (Vec<_>, Vec<_>) = few.partition(|entry| entry.starts_with("https:"));
        let is_one =
            |origin: &String| everything.fits(origin) && theirs.fits(origin) && !ours.fits(origin);
        let meant = secure.into_iter().chain(others);
        let witness = meant.flat_map(near_misses).find(is_one).unwrap_or(shortest);
        let kept: Vec<String> =
            kept.iter().map(|(_, own)| format!("{}{own}", escape(&before))).collect();
        Missing::let_in(witness, &kept)
    });
    let entries = kept.into_iter().map(|(entry, _)| entry).collect();
    Ok(Meaning { entries, missing })
}

/// Whether an entry is another one on fewer ports.
fn is_part_of(entry: &str, other: &str) -> bool {
    let ranges = |text: &str| -> Option<(String, u32, u32)> {
        let (host, ports) = text.rsplit_once(':')?;
        if ports == "*" {
            return Some((host.to_owned(), 0, 65_536));
        }
        let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
        Some((host.to_owned(), first.parse().ok()?, last.parse().ok()?))
    };
    let is_any = other.strip_suffix(":*") == Some(entry);
    match (ranges(entry), ranges(other)) {
        (Some((host, first, last)), Some((other_host, low, high))) => {
            host == other_host && low <= first && last <= high && (first, last) != (low, high)
        }
        _ => is_any,
    }
}

/// An entry as an expression; `None` if it is none that pages have.
fn entry_regex(entry: &str) -> Option<String> {
    let policy = policy_of_entry(entry)?;
    let rule = policy.statements().next()?.rules().next()?;
    let exact = rule.exact_origins().map(escape);
    let patterns = rule.origin_patterns().iter().map(origin_regex);
    let all: Vec<String> = exact.chain(patterns).collect();
    (!all.is_empty()).then(|| all.join("|"))
}

/// Origins of web pages, as browsers send them, `null`, and those of the schemes that are looked for.
fn valid_origins(shapes: &[Shape]) -> String {
    let label = "[a-z0-9-]+";
    let host = format!("(?:{label}(?:[.]{label})*|\\[[0-9a-f:]+\\])");
    let port = |own: u32| {
        let below = crate::export::number_regex(1, own - 1);
        let above = crate::export::number_regex(own + 1, 65_535);
        format!("(?::(?:{below}|{above}))?")
    };
    let schemes: BTreeSet<&str> =
        shapes.iter().filter_map(|shape| Some(shape.entry.split_once("://")?.0)).collect();
    let others = schemes.into_iter().filter(|scheme| !matches!(*scheme, "http" | "https"));
    let others: String =
        others.map(|scheme| format!("|{}://{host}(?::{})?", escape(scheme), NUMBER)).collect();
    format!("^(?:https://{host}{}|http://{host}{}{others}|null)$", port(443), port(80))
}

/// An automaton, and what it has read before the origin begins.
struct Side<'a> {
    automaton: &'a dense::DFA<Vec<u32>>,
    before: &'a str,
}

impl Side<'_> {
    fn start(&self) -> Result<StateID, String> {
        let config = start::Config::new().anchored(Anchored::No);
        let start = self.automaton.start_state(&config).map_err(|_| TOO_LARGE.to_owned())?;
        Ok(self.before.bytes().fold(start, |state, byte| self.automaton.next_state(state, byte)))
    }

    fn fits(&self, origin: &str) -> bool {
        let next = |state, byte| self.automaton.next_state(state, byte);
        self.start().is_ok_and(|start| self.accepts(origin.bytes().fold(start, next)))
    }

    fn accepts(&self, state: StateID) -> bool {
        self.automaton.is_match_state(self.automaton.next_eoi_state(state))
    }
}

fn automaton(text: &str, ignores_case: bool) -> Result<dense::DFA<Vec<u32>>, String> {
    let config = dense::Config::new()
        .start_kind(StartKind::Unanchored)
        .match_kind(MatchKind::All)
        .dfa_size_limit(Some(LARGEST))
        .determinize_size_limit(Some(LARGEST));
    let built = dense::Builder::new()
        .configure(config)
        .syntax(syntax_of(ignores_case))
        .thompson(thompson::Config::new().utf8(false).nfa_size_limit(Some(LARGEST)))
        .build(&format!("(?s-u:(?:{text}).*)"));
    built.map_err(|error| match error.to_string() {
        text if text.contains("size") || text.contains("large") || text.contains("exceed") => {
            TOO_LARGE.to_owned()
        }
        text => reason(&text),
    })
}

/// An origin that the first covers and the second does not, of those that are valid: the shortest.
fn difference(
    valid: &Side<'_>,
    first: &Side<'_>,
    second: &Side<'_>,
) -> Result<Option<String>, String> {
    let start = [valid.start()?, first.start()?, second.start()?];
    let mut known: HashMap<[StateID; 3], Option<([StateID; 3], u8)>> =
        HashMap::from([(start, None)]);
    let mut open = VecDeque::from([start]);
    while let Some(states) = open.pop_front() {
        let [of_valid, of_first, of_second] = states;
        if valid.accepts(of_valid) && first.accepts(of_first) && !second.accepts(of_second) {
            let mut witness = Vec::new();
            let mut at = states;
            while let Some(Some((before, byte))) = known.get(&at) {
                witness.push(*byte);
                at = *before;
            }
            witness.reverse();
            return Ok(Some(String::from_utf8_lossy(&witness).into_owned()));
        }
        for byte in *LETTERS {
            let to_valid = valid.automaton.next_state(of_valid, byte);
            let to_first = first.automaton.next_state(of_first, byte);
            if valid.automaton.is_dead_state(to_valid) || first.automaton.is_dead_state(to_first) {
                continue;
            }
            let next = [to_valid, to_first, second.automaton.next_state(of_second, byte)];
            if !known.contains_key(&next) {
                if known.len() > MOST_STATES {
                    return Err(TOO_LARGE.into());
                }
                known.insert(next, Some((states, byte)));
                open.push_back(next);
            }
        }
    }
    Ok(None)
}

/// What origins are made of; in the order in which a witness is looked for.
const LETTERS: &[u8; 42] = b"htpsnul:/abcdefgijkmoqrvwxyz.0123456789-[]";

/// How many expressions of one configuration are looked into.
pub(crate) const MOST_EXPRESSIONS: usize = 300;
pub(crate) const TOO_MANY: &str = "there are more expressions than are looked into";

/// A port, roughly.
const NUMBER: &str = "[1-9][0-9]{0,3}";
const TOO_LARGE: &str = "it is too large to be understood";
const LARGEST: usize = 4 << 20;
const MOST_STATES: usize = 60_000;
/// How many entries are looked at one by one.
const MOST_ALONE: usize = 60;

#[cfg(test)]
mod tests {
    use super::Meaning;
    use super::meaning;
    use crate::import::regex::Regex;

    fn understood(text: &str) -> Vec<String> {
        let Meaning { entries, missing } = of(text);
        assert_eq!(missing, None, "{text}: {entries:?}");
        entries
    }

    fn of(text: &str) -> Meaning {
        meaning(&Regex::new(text, false).expect(text))
    }

    #[test]
    fn lists_subdomains_and_ports_are_understood() {
        for (regex, entries) in [
            (r"^https://app\.example\.com$", &["https://app.example.com"][..]),
            (
                r"^https?://app\.example\.com$",
                &["http://app.example.com", "https://app.example.com"],
            ),
            (
                r"^https:\/\/(www|app)\.example\.com$",
                &["https://app.example.com", "https://www.example.com"],
            ),
            (r"^https://[^.]+\.example\.com$", &["https://*.example.com"]),
            (r"^https://[a-z0-9-]+\.example\.com$", &["https://*.example.com"]),
            (r"^https://.*\.example\.com$", &["https://**.example.com"]),
            (r"^https://.+\.example\.com$", &["https://**.example.com"]),
            (
                r"^https://([a-z0-9-]+\.)*example\.com$",
                &["https://**.example.com", "https://example.com"],
            ),
            (r"^https://(.+\.)?example\.com$", &["https://**.example.com", "https://example.com"]),
            (r"^http://localhost(:\d+)?$", &["http://localhost:*"]),
            (r"^http://localhost:\d{4}$", &["http://localhost:1000-9999"]),
            (r"^http://localhost:[0-9]+$", &["http://localhost:1-79", "http://localhost:81-65535"]),
            (r"^https://preview-[a-z0-9-]+\.example\.app$", &["https://preview-*.example.app"]),
            // No origin is the host alone, so only what stands behind a dot counts.
            (r"(^|\.)example\.com$", &["http://**.example.com", "https://**.example.com"]),
            (r".*", &["*"]),
            (
                r"^https?://.+\.example\.org(:[0-9]+)?$",
                &["http://**.example.org:*", "https://**.example.org:*"],
            ),
        ] {
            let mut found = understood(regex);
            found.sort();
            assert_eq!(found, entries, "{regex}");
        }
    }

    #[test]
    fn what_fits_more_than_was_meant_has_a_witness() {
        for (regex, witness) in [
            (r"^https://app\.example\.com", "https://app.example.com.evil.example"),
            (r"^https://.*example\.com$", "https://evilexample.com"),
            (r"https://.*example.com", "https://evilexample.com"),
            (r"example\.com$", "https://evilexample.com"),
            (r"^https://app.example.com$", "https://appxexample.com"),
            (r"^https://app\.example\.com:8", "https://app.example.com:80"),
            (r"^http://localhost.*", "http://localhost.evil.example"),
            // What nobody would guess: the shortest.
            (r"^https://preview-\d+\.example\.app$", "https://preview-0.example.app"),
        ] {
            let missing = of(regex).missing.expect(regex);
            assert_eq!(missing.witness.as_deref(), Some(witness), "{regex}: {missing:?}");
        }
    }

    /// A dot that nobody escaped: the origin that was meant is let in, and so is a stranger's.
    #[test]
    fn what_was_meant_is_kept_beside_what_was_not() {
        let Meaning { entries, missing } = of(r"^https://app.example.com$");
        assert_eq!(entries, ["https://app.example.com"]);
        assert!(missing.is_some_and(|missing| missing.reason.contains("https://appx")));
    }

    #[test]
    fn what_stands_before_an_origin_belongs_to_the_map() {
        let entries = understood(r"^0[|]https://[a-z0-9_-]+[.]example[.]com$");
        assert_eq!(entries, ["https://*.example.com"]);
    }
}
