//! One suite for everything that applies a policy: tower, actix, the gateway and Envoy with our module, or with
//! the same as a plugin, say the same, byte for byte. Each row is a test of its own.

mod actix;
mod any_origin;
mod case;
mod envoy;
mod gateway;
mod one_origin;
mod several_rules;
mod tower;

use conformance::envoy::Envoy;
use conformance::peer;
use crosscheck::server::Config;

use crate::adapters::case::Case;

/// Whether every adapter says just this.
fn all_say(case: &Case, status: u16, lines: &[&str]) {
    let told = text(status, lines);
    assert_eq!(tower::ask(case), told, "tower");
    assert_eq!(actix::ask(case), told, "actix");
    assert_eq!(gateway::ask(case), told, "the gateway");
    if let Some(by_envoy) = envoy::ask_or_skip(case) {
        assert_eq!(by_envoy, envoy::joined(&told), "Envoy");
    }
}

fn text(status: u16, lines: &[&str]) -> String {
    let mut told = format!("{status}\n");
    lines.iter().for_each(|line| told.push_str(&format!("{line}\n")));
    told
}

/// Each row, asked of one Envoy for all of a policy.
fn every_row_is_said(start_or_skip: impl Fn(&Config) -> Option<Envoy>) {
    for rows in [one_origin::all(), any_origin::all(), several_rules::all()] {
        let Some(envoy) = start_or_skip(&rows[0].case.config) else { return };
        for row in &rows {
            let told = envoy::joined(&text(row.status, row.told));
            assert_eq!(envoy::ask(&envoy, &row.case), told, "{}", row.name);
        }
    }
}

#[test]
fn the_plugin_of_envoy_says_the_same_in_every_row() {
    every_row_is_said(envoy::start_plugin_or_skip);
}

#[test]
fn envoy_1_39_says_the_same_in_every_row() {
    every_row_is_said(|config| envoy::start_module_or_skip(config, peer::ENVOY_1_39));
}

#[test]
fn envoy_1_38_says_the_same_in_every_row() {
    every_row_is_said(|config| envoy::start_module_or_skip(config, peer::ENVOY_1_38));
}
