//! The program as people and scripts run it.

mod check;
#[cfg(unix)]
mod deployment;
mod explain;
mod export;
mod first_steps;
mod policy_check;
mod program;
mod readme;
mod serve;
mod simulate;
#[cfg(unix)]
mod terminal;
mod whole_policies;
