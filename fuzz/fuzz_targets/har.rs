//! Any HAR file, whole or cut off: no panic, and every exchange that is read can be explained.

#![no_main]

use arbitrary::Unstructured;
use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;
use crosscheck_analysis::explain::recorded_exchanges;
use crosscheck_analysis::import::import;
use crosscheck_fuzz::har::har;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = har(&mut Unstructured::new(bytes)) else { return };
    let exchanges = recorded_exchanges(&text);
    let explained = explain(&text, &Overrides::default());
    if exchanges.is_ok_and(|exchanges| !exchanges.is_empty()) {
        assert!(explained.is_ok(), "{text}");
    }
    let _ = import(&text);
});
