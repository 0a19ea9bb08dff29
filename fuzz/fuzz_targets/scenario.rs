//! Any scenario as a file has it: judged or an error, never a panic.

#![no_main]

use crosscheck_analysis::scenario::judge;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = judge(bytes);
});
