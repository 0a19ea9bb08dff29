//! The live page: what went by, for people. It asks anew every two seconds, and runs no script.

use crosscheck::server::Reason;
use crosscheck_config::visible::visible;
use maud::DOCTYPE;
use maud::html;

use super::state::State;
use crate::tally::Kind;

/// In: the state; the upstreams that cannot be reached.
pub(super) fn page(state: &State, unreachable: &[String]) -> String {
    let tally = &state.tally;
    let quantile = |share| match tally.quantile(share) {
        Some(bound) => format!("≤ {} ms", bound.as_secs_f64() * 1000.0),
        None => "–".to_owned(),
    };
    let reasons = Reason::ALL.iter().filter_map(|reason| {
        let counts = Kind::ALL.map(|kind| tally.decisions(kind, Err(*reason)));
        (counts != [0, 0]).then_some((reason.name(), counts))
    });
    let allowed = Kind::ALL.map(|kind| tally.decisions(kind, Ok(())));
    let differences = state.policy.load().differences();
    let name = |verdict: Result<(), Reason>| verdict.map_or_else(Reason::name, |()| "allowed");
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="refresh" content="2";
                meta name="viewport" content="width=device-width";
                title { "crosscheck gateway" }
                style { (STYLE) }
            }
            body {
                h1 { "crosscheck gateway" }
                p {
                    "policy " code { (state.policy.load().policy().id().to_string()) }
                    ", up " (state.started.elapsed().as_secs()) " s, "
                    (tally.requests()) " requests, " (tally.failures()) " without an upstream's answer"
                    @if state.is_draining() { strong { ", draining" } }
                }
                @if !unreachable.is_empty() {
                    p class="bad" { "cannot be reached: " (unreachable.join(", ")) }
                }
                h2 { "Decisions" }
                table {
                    tr { th { "" } th { "preflights" } th { "requests" } }
                    tr { td { "no other origin" } td { "" } td { (tally.without_origin()) } }
                    tr { td { "allowed" } td { (allowed[0]) } td { (allowed[1]) } }
                    @for (reason, counts) in reasons {
                        tr { td { "refused: " (reason) } td { (counts[0]) } td { (counts[1]) } }
                    }
                }
                h2 { "Latency" }
                p { "half " (quantile(0.5)) ", 95 % " (quantile(0.95)) ", 99 % " (quantile(0.99)) }
                h2 { "Answers" }
                table {
                    @for (status, count) in tally.statuses() {
                        tr { td { (status) } td { (count) } }
                    }
                }
                @if !differences.is_empty() {
                    h2 { "On trial" }
                    table {
                        tr { th { "now" } th { "candidate" } th { "requests" } th { "the first" } }
                        @for difference in differences {
                            tr {
                                td { (name(difference.in_force)) }
                                td { (name(difference.candidate)) }
                                td { (difference.count) }
                                td { (visible(&difference.sample.origin)) " " (visible(&difference.sample.path)) }
                            }
                        }
                    }
                }
                h2 { "Refused most" }
                table {
                    tr { th { "origin" } th { "reason" } th { "times" } th { "the first" } th { "would be allowed by" } }
                    @for refused in tally.refused_origins() {
                        tr {
                            td { code { (visible(&refused.origin)) } }
                            td { (refused.reason) }
                            td { (refused.count) }
                            td { (visible(&refused.method)) " " (visible(&refused.path)) }
                            td { @if let Some(line) = &refused.line { code { (visible(line)) } } }
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}\
table{border-collapse:collapse}td,th{border-bottom:1px solid #8886;padding:.2rem .8rem .2rem 0;text-align:left}\
code{overflow-wrap:anywhere}.bad{color:#b00}\
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}.bad{color:#f88}}";
