//! The table, put to Envoy with our module, and with the same as a plugin, over loopback, before an upstream in
//! this process.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use conformance::envoy::filter;
use conformance::envoy::policy_file;
use conformance::envoy_wasm;
use crosscheck::server::Config;
use serde_json::Value;

use crate::adapters::case::Case;
use crate::adapters::case::SAID;
use crate::adapters::case::told;
use crate::envoy_module::upstream::Upstream;

/// Asks the module. `None` where there is no Envoy.
pub(crate) fn ask_or_skip(case: &Case) -> Option<String> {
    let envoy = start_or_skip(filter("enforce", &policy_file(&case.config)), None)?;
    Some(ask(&envoy, case))
}

/// An Envoy of another release with the same module: one for all rows of a policy.
pub(crate) fn start_module_or_skip(config: &Config, program: &'static str) -> Option<Envoy> {
    start_or_skip(filter("enforce", &policy_file(config)), Some(program))
}

/// An Envoy with the plugin, which takes two seconds to be read: one for all rows of a policy.
pub(crate) fn start_plugin_or_skip(config: &Config) -> Option<Envoy> {
    start_or_skip(envoy_wasm::filter_or_skip("enforce", &policy_file(config))?, None)
}

fn start_or_skip(filter: Value, program: Option<&'static str>) -> Option<Envoy> {
    let upstream = Upstream::start(200, &SAID);
    Envoy::start_or_skip(upstream.address(), &Setup { filter, program, ..Setup::default() })
}

pub(crate) fn ask(envoy: &Envoy, case: &Case) -> String {
    let head = envoy.ask(case.method, case.path, &case.lines);
    let lines = head.lines.iter();
    let lines = lines.map(|(name, value)| (name.as_str(), value.as_bytes()));
    joined(&told(head.status, lines))
}

/// The same with one line a name. Envoy joins the lines of names that it knows, `Vary` among them, with a
/// comma and no blank; to HTTP that is the same.
pub(crate) fn joined(told: &str) -> String {
    let (status, lines) = told.split_once('\n').expect("a status");
    let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in lines.lines().filter_map(|line| line.split_once(": ")) {
        values.entry(name).or_default().extend(value.split(',').map(str::trim));
    }
    let mut text = format!("{status}\n");
    for (name, values) in values {
        let _ = writeln!(text, "{name}: {}", values.join(", "));
    }
    text
}
