//! Commands and calls that panels copy.

use conformance::panel::Copied;
use serde_json::Value;

use crate::explained::report::Needs;
use crate::explained::table::Cell;

/// What a panel copied of the requests to a case's URL, preflights among them, for two shells.
///
/// A command does not tell what was refused; it must be told what answers would let it through.
pub(crate) fn explain(needs: &Needs<'_>, url: &str, requests: &[Copied]) -> Cell {
    let of_case = requests.iter().filter(|request| request.url == url);
    let commands: Vec<&String> = of_case.flat_map(|r| [&r.bash, &r.cmd]).collect();
    explain_all(needs, &commands)
}

/// The same of calls of `fetch` and of PowerShell; of a preflight they leave out what it asks for.
pub(crate) fn explain_calls(needs: &Needs<'_>, url: &str, requests: &[Copied]) -> Cell {
    let of_case = requests.iter().filter(|request| request.url == url);
    let sent = of_case.filter(|request| request.method != "OPTIONS");
    explain_all(needs, &sent.flat_map(|request| &request.calls).collect::<Vec<_>>())
}

fn explain_all(needs: &Needs<'_>, commands: &[&String]) -> Cell {
    if commands.is_empty() {
        return Cell::nothing();
    }
    let mut missing: Vec<String> = Vec::new();
    for command in commands {
        let report = needs.report_on(command);
        let lines = needs.missing_in(&report["findings"][0], command);
        missing.extend(lines.into_iter().map(|line| format!("not {line}")));
    }
    missing.sort();
    missing.dedup();
    let told = if missing.is_empty() { COVERED.to_owned() } else { missing.join(", ") };
    Cell { inputs: commands.len(), told }
}

/// The patch lets through all that the request needs.
pub(crate) const COVERED: &str = "covered";

impl Needs<'_> {
    /// What a page needs and was not told, for the answers and in the patch.
    fn missing_in(&self, finding: &Value, command: &str) -> Vec<String> {
        let asks = self.case.asks;
        let needed = &finding["needed"];
        let has = |stage: &str, name: &str, value: &str| {
            let lines = needed[stage].as_array().into_iter().flatten();
            let mut values = lines.filter(|line| line[0] == name).filter_map(|l| l[1].as_str());
            values.any(|told| told.split(", ").any(|item| item.eq_ignore_ascii_case(value)))
        };
        let is_preflighted = asks.method != "GET" || !asks.headers.is_empty();
        let stages = if is_preflighted { &["answer", "preflight"][..] } else { &["answer"] };
        let mut missing = Vec::new();
        for stage in stages {
            assert!(has(stage, "Access-Control-Allow-Origin", self.page), "{command}\n{finding:#}");
            if asks.credentials && !has(stage, "Access-Control-Allow-Credentials", "true") {
                missing.push("credentials".to_owned());
            }
        }
        for (name, _) in asks.headers {
            assert!(
                has("preflight", "Access-Control-Allow-Headers", name),
                "{command}\n{finding:#}"
            );
        }
        if asks.method != "GET" {
            let is_there = has("preflight", "Access-Control-Allow-Methods", asks.method);
            assert!(is_there, "{command}\n{finding:#}");
        }
        let patch = &finding["fixes"][0];
        assert_eq!(patch["server"], self.server.name(), "{command}\n{finding:#}");
        assert!(patch["parts"].to_string().contains(self.page), "{command}\n{patch:#}");
        missing
    }
}
