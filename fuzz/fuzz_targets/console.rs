//! Whatever is pasted from a console: no panic, no rule without a reading, and a grant that is fit for
//! any configuration.

#![no_main]

use crosscheck::diagnosis::RequiredHeaders;
use crosscheck::diagnosis::advice;
use crosscheck::diagnosis::guess;
use crosscheck::diagnosis::read;
use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = guess(text);
    let _ = explain(text, &Overrides::default());
    for reading in read(text) {
        assert_eq!(reading.rules.first(), Some(&reading.refusal.rule));
        let _ = advice(&reading.refusal);
        let Some(grant) = RequiredHeaders::of(&reading.refusal) else { continue };
        let (lines, asked_first) = grant.header_lines();
        for (_, value) in lines.iter().chain(&asked_first) {
            assert!(value.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.:/[]_, ".contains(&b)));
        }
    }
});
