//! One suite for everything that applies a policy: tower, actix, the gateway and Envoy with our module say
//! the same, byte for byte. Each row is a test of its own.

mod actix;
mod any_origin;
mod case;
mod envoy;
mod gateway;
mod one_origin;
mod several_rules;
mod tower;

use crate::adapters::case::Case;

/// Whether every adapter says just this.
fn all_say(case: &Case, status: u16, lines: &[&str]) {
    let mut told = format!("{status}\n");
    lines.iter().for_each(|line| told.push_str(&format!("{line}\n")));
    assert_eq!(tower::ask(case), told, "tower");
    assert_eq!(actix::ask(case), told, "actix");
    assert_eq!(gateway::ask(case), told, "the gateway");
    if let Some(by_envoy) = envoy::ask_or_skip(case) {
        assert_eq!(by_envoy, envoy::joined(&told), "Envoy");
    }
}
