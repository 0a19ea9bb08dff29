use crosscheck_config::ReadOptions;
use crosscheck_config::read;
use crosscheck_tower::CorsLayer;

/// The layer for the text of a policy file: `cors(include_str!("crosscheck.toml"))`.
pub(crate) fn cors(file: &str) -> CorsLayer {
    let reading = read("crosscheck.toml", file, ReadOptions::default());
    let policy = reading.policy.unwrap_or_else(|| panic!("{}", reading.report.text()));
    CorsLayer::new(policy)
}
