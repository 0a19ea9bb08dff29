//! What browsers themselves call what went wrong: our table of rules must know the same names.

use std::collections::BTreeSet;

use conformance::failing::CASES;
use conformance::failing::LAST;
use conformance::firefox_console::Message;
use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::chromium_code;

/// In: URLs with Chromium's codes, as `PreflightInvalidStatus`.
pub(crate) fn chromium_calls_them_so(codes: &BTreeSet<(String, String)>) {
    let wrong: Vec<String> = CASES
        .iter()
        .filter(|case| case.name != LAST)
        .filter_map(|case| {
            let path = case.path();
            let of_case = codes.iter().filter(|(url, _)| url.ends_with(&path));
            let told: Vec<String> = of_case.map(|(_, code)| format!("k{code}")).collect();
            let (rule, stage) = case.rule();
            let known: Vec<String> = code_of(case.name, rule, stage).into_iter().collect();
            (told != known).then(|| format!("{}: {told:?}, known as {known:?}", case.name))
        })
        .collect();
    assert!(wrong.is_empty(), "Chromium's codes:\n{}", wrong.join("\n"));
}

/// Chromium's code for a case. None where `fetch()` itself refuses: the codes are the network's.
pub(crate) fn code_of(case: &str, rule: FetchRule, stage: Stage) -> Option<String> {
    chromium_code(rule, stage).filter(|_| case != "disallowed-by-mode")
}

/// The first text about a case has the category, and the page on MDN, that the rule knows.
pub(crate) fn firefox_calls_them_so(messages: &[Message]) {
    let wrong: Vec<String> = CASES
        .iter()
        .filter(|case| case.name != LAST)
        .filter_map(|case| {
            let path = case.path();
            let (rule, _) = case.rule();
            let key = rule.firefox()?;
            let page = rule.mdn().unwrap_or_default();
            let page = page.rsplit('/').next().unwrap_or_default();
            let told = messages.iter().find(|message| message.text.contains(&path));
            let agrees = told.is_some_and(|message| {
                message.category == key && message.help.contains(&format!("/{page}"))
            });
            (!agrees).then(|| format!("{}: {told:?}, known as {key}, {page}", case.name))
        })
        .collect();
    assert!(wrong.is_empty(), "Firefox's names:\n{}", wrong.join("\n"));
}
