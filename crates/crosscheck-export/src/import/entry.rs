//! One entry of a list of origins, by itself.

use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Policy;

/// A policy that lists this entry and nothing else, whatever danger is in it; `None` if no browser sends
/// what it means.
pub(crate) fn policy_of_entry(entry: &str) -> Option<Policy> {
    // A danger that nothing needs is a warning only.
    let danger = Danger {
        null_origin: true,
        insecure_origins: true,
        public_suffixes: true,
        whole_schemes: true,
        file_origin: true,
        address_ranges: true,
        everybody_with_credentials: false,
    };
    let config = Config { origins: vec![entry.to_owned()], danger, ..Config::default() };
    Policy::new(&config).ok()
}
