//! Any policy file: no panic, every finding at a place in the file, all three renderings, and a policy
//! only where nothing is wrong.

#![no_main]

use crosscheck::catalog::Severity;
use crosscheck_config::ReadOptions;
use crosscheck_config::Report;
use crosscheck_config::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let reading = read("crosscheck.toml", text, ReadOptions::default());
    for diagnostic in &reading.report.diagnostics {
        assert!(text.get(diagnostic.span.clone()).is_some(), "{diagnostic:?}");
    }
    let errors = reading.report.count(Severity::Error);
    assert!(errors == 0 || reading.policy.is_none());
    let report = std::slice::from_ref(&reading.report);
    let _ = (reading.report.text(), Report::json(report), Report::sarif(report));
});
