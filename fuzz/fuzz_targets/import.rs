//! Any configuration for every reader: no panic, a policy, and a place for all that was not understood.

#![no_main]

use crosscheck::server::Policy;
use crosscheck_export::import;
use crosscheck_export::imported_servers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // One reader each time, told by the text itself, so that none is left out.
    let servers: Vec<_> = imported_servers().collect();
    let server = servers[text.len() % servers.len()];
    for from in [None, Some(server)] {
        let Ok(imported) = import(text, from) else { continue };
        assert!(Policy::new(&imported.config).is_ok());
        let lines = text.matches('\n').count() + 1;
        for remark in imported.not_understood.iter().chain(&imported.notes) {
            assert!(remark.line <= lines, "{remark:?}");
        }
    }
});
