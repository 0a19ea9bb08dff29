//! Two sides, asked the same: where their answers differ, and why.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::requests::Asked;

/// What came back, as far as CORS has a say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) handler_was_called: bool,
    pub(crate) status: u16,
    /// By name; lists in one line, in order, each of their members once.
    lines: BTreeMap<String, String>,
}

/// Whether a handler was called shows by this header.
pub(crate) const CALLED: &str = "x-called";

impl Answer {
    pub(crate) fn new<'a>(status: u16, lines: impl Iterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut answer = Self { status, ..Self::default() };
        let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in lines {
            answer.handler_was_called |= name == CALLED;
            if name == "vary" || name.starts_with("access-control-") {
                let value = value.escape_ascii().to_string();
                by_name.entry(name.to_owned()).or_default().push(value);
            }
        }
        answer.lines =
            by_name.into_iter().map(|(name, all)| (name.clone(), one(&name, &all))).collect();
        answer
    }

    /// What is compared: each by its name.
    fn aspects(&self) -> BTreeMap<&str, &str> {
        let mut aspects: BTreeMap<&str, &str> =
            self.lines.iter().map(|(name, value)| (&**name, &**value)).collect();
        aspects.insert("handler", if self.handler_was_called { "called" } else { "not called" });
        aspects
    }
}

/// A header in one line. Browsers take lists in any order and names in any case; not so methods.
fn one(name: &str, lines: &[String]) -> String {
    const LISTS: [&str; 4] = [
        "vary",
        "access-control-allow-headers",
        "access-control-allow-methods",
        "access-control-expose-headers",
    ];
    if !LISTS.contains(&name) {
        return lines.join(" and ");
    }
    let members = lines.iter().flat_map(|line| line.split(',')).map(str::trim);
    let mut members: Vec<String> = members
        .filter(|member| !member.is_empty())
        .map(|member| match name {
            "access-control-allow-methods" => member.to_owned(),
            _ => member.to_ascii_lowercase(),
        })
        .collect();
    members.sort();
    members.dedup();
    members.join(", ")
}

/// One thing in which two answers to one request differ.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    pub(crate) policy: &'static str,
    pub(crate) asked: &'static Asked,
    pub(crate) their_status: u16,
    /// `status`, `handler`, or a header's name.
    pub(crate) aspect: String,
    pub(crate) theirs: String,
    pub(crate) ours: String,
}

/// Who is right about a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    Ours,
    /// Browsers do the same with either.
    Both,
}

/// Why two sides differ. The first that covers a difference is its reason.
pub(crate) struct Reason {
    pub(crate) difference: &'static str,
    pub(crate) right: Right,
    pub(crate) why: &'static str,
    pub(crate) covers: fn(&Difference) -> bool,
}

/// Everything in which the answers to one request differ.
pub(crate) fn compare(
    policy: &'static str,
    asked: &'static Asked,
    theirs: &Answer,
    ours: &Answer,
) -> Vec<Difference> {
    let their_status = theirs.status;
    let difference = |aspect: &str, theirs: &str, ours: &str| Difference {
        policy,
        asked,
        their_status,
        aspect: aspect.to_owned(),
        theirs: theirs.to_owned(),
        ours: ours.to_owned(),
    };
    let mut differences = Vec::new();
    if theirs.status != ours.status {
        let statuses = [theirs, ours].map(|answer| answer.status.to_string());
        differences.push(difference("status", &statuses[0], &statuses[1]));
    }
    let (theirs, ours) = (theirs.aspects(), ours.aspects());
    let names: BTreeSet<&str> = theirs.keys().chain(ours.keys()).copied().collect();
    for name in names {
        let [theirs, ours] = [&theirs, &ours].map(|all| all.get(name).copied().unwrap_or("—"));
        if theirs != ours {
            differences.push(difference(name, theirs, ours));
        }
    }
    differences
}

/// Fails if a difference has no reason, if a reason covers nothing, or if the table in `docs/` is not
/// what came of it; `CROSSCHECK_WRITE=1` writes it.
pub(crate) fn check(
    file: &str,
    introduction: &str,
    differences: &[Difference],
    reasons: &[Reason],
) {
    let mut by_reason: Vec<Vec<&Difference>> = reasons.iter().map(|_| Vec::new()).collect();
    let mut unexplained = String::new();
    for difference in differences {
        match reasons.iter().position(|reason| (reason.covers)(difference)) {
            Some(place) => by_reason[place].push(difference),
            None => {
                let Difference { policy, asked, aspect, theirs, ours, .. } = difference;
                let _ = writeln!(
                    unexplained,
                    "{policy} | {} | {aspect}: theirs {theirs}, ours {ours}",
                    asked.name
                );
            }
        }
    }
    assert!(unexplained.is_empty(), "no reason is known why these differ:\n{unexplained}");
    let mut text = format!("{introduction}\n");
    text.push_str("| what differs | how often | for example | who is right | why |\n");
    text.push_str("| --- | --- | --- | --- | --- |\n");
    for (reason, covered) in reasons.iter().zip(&by_reason) {
        let Some(first) = covered.first() else {
            panic!("nothing differs any more by this: {}", reason.difference)
        };
        let right = match reason.right {
            Right::Ours => "crosscheck",
            Right::Both => "both",
        };
        let _ = writeln!(
            text,
            "| {} | {} | {}, {}: `{}: {}`, ours `{}` | {right} | {} |",
            reason.difference,
            covered.len(),
            first.policy,
            first.asked.name,
            first.aspect,
            first.theirs,
            first.ours,
            reason.why
        );
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(file);
    if env::var_os("CROSSCHECK_WRITE").is_some() {
        fs::write(&path, &text).expect("it is written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == text,
        "docs/{file} is not what came of it; CROSSCHECK_WRITE=1 writes:\n{text}"
    );
}
