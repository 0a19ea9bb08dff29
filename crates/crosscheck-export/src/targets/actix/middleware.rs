use crosscheck_actix::Cors;
use crosscheck_config::ReadOptions;
use crosscheck_config::read;

/// The middleware for the text of a policy file: `cors(include_str!("crosscheck.toml"))`.
pub(crate) fn cors(file: &str) -> Cors {
    let reading = read("crosscheck.toml", file, ReadOptions::default());
    let policy = reading.policy.unwrap_or_else(|| panic!("{}", reading.report.text()));
    Cors::new(policy)
}
