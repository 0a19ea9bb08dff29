//! What linkers are told: macOS's, that Envoy has what this calls, which it takes as granted on Linux only; that of
//! WebAssembly, that nobody there reads line tables, which are three quarters of the file.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |variable: &str, value: &str| env::var(variable).is_ok_and(|is| is == value);
    if is("CARGO_CFG_TARGET_VENDOR", "apple") {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-undefined,dynamic_lookup");
    }
    if is("CARGO_CFG_TARGET_FAMILY", "wasm") {
        println!("cargo::rustc-cdylib-link-arg=--strip-debug");
    }
}
