//! The program as people and scripts run it.

mod check;
#[cfg(unix)]
mod deploy;
#[cfg(unix)]
mod deployment;
mod explain;
mod explain_hints;
mod export;
mod first_steps;
mod fleet;
mod import;
mod policy_check;
mod policy_explain;
mod program;
mod readme;
mod serve;
mod simulate;
#[cfg(unix)]
mod terminal;
#[cfg(target_os = "linux")]
mod unrest;
#[cfg(unix)]
mod whole_file;
mod whole_policies;
