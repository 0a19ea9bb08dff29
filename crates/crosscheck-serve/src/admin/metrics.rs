//! Counts in the text format of Prometheus.
//!
//! Spec: <https://prometheus.io/docs/instrumenting/exposition_formats/>

use std::fmt::Write;
use std::sync::atomic::Ordering;

use crosscheck::server::Reason;

use super::state::State;
use crate::tally::BOUNDS;
use crate::tally::Kind;

/// All of it. Each label's values are ours: nothing that a stranger wrote is among them.
pub(super) fn metrics(state: &State) -> String {
    let mut text = String::new();
    // Writing into a text never fails.
    let _ = write_all(state, &mut text);
    text
}

fn write_all(state: &State, text: &mut String) -> std::fmt::Result {
    let tally = &state.tally;
    head(text, "crosscheck_decisions_total", "counter", "Requests by what the policy said.")?;
    let none = tally.without_origin();
    writeln!(text, "crosscheck_decisions_total{{request=\"actual\",verdict=\"none\"}} {none}")?;
    for kind in Kind::ALL {
        let request = kind.name();
        let allowed = tally.decisions(kind, Ok(()));
        writeln!(
            text,
            "crosscheck_decisions_total{{request=\"{request}\",verdict=\"allowed\"}} {allowed}"
        )?;
        for reason in Reason::ALL {
            let count = tally.decisions(kind, Err(*reason));
            let reason = reason.name();
            writeln!(
                text,
                "crosscheck_decisions_total{{request=\"{request}\",verdict=\"refused\",\
                 reason=\"{reason}\"}} {count}"
            )?;
        }
    }
    head(text, "crosscheck_answers_total", "counter", "Answers by status.")?;
    for (status, count) in tally.statuses() {
        writeln!(text, "crosscheck_answers_total{{status=\"{status}\"}} {count}")?;
    }
    let about = "Requests to which no upstream gave an answer that could be passed on.";
    head(text, "crosscheck_failures_total", "counter", about)?;
    writeln!(text, "crosscheck_failures_total {}", tally.failures())?;
    let about = "From a request's head to the head of its answer.";
    head(text, "crosscheck_answer_seconds", "histogram", about)?;
    let (up_to, sum) = tally.latency();
    for (bound, count) in BOUNDS.iter().zip(&up_to) {
        let bound = bound.as_secs_f64();
        writeln!(text, "crosscheck_answer_seconds_bucket{{le=\"{bound}\"}} {count}")?;
    }
    let all = up_to.last().copied().unwrap_or_default();
    writeln!(text, "crosscheck_answer_seconds_bucket{{le=\"+Inf\"}} {all}")?;
    writeln!(text, "crosscheck_answer_seconds_sum {}", sum.as_secs_f64())?;
    writeln!(text, "crosscheck_answer_seconds_count {all}")?;
    let about = "Requests on which the candidate would have said something else.";
    head(text, "crosscheck_trial_differences_total", "counter", about)?;
    for difference in state.policy.load().differences() {
        let (now, then) = (verdict(difference.in_force), verdict(difference.candidate));
        let count = difference.count;
        writeln!(
            text,
            "crosscheck_trial_differences_total{{now=\"{now}\",candidate=\"{then}\"}} {count}"
        )?;
    }
    let about = "Lines of the access log that nobody read in time.";
    head(text, "crosscheck_log_lines_left_out_total", "counter", about)?;
    let left_out = state.log_left_out.load(Ordering::Relaxed);
    writeln!(text, "crosscheck_log_lines_left_out_total {left_out}")?;
    head(text, "crosscheck_policy_info", "gauge", "The policy in force.")?;
    let id = state.policy.load().policy().id();
    writeln!(text, "crosscheck_policy_info{{id=\"{id}\"}} 1")?;
    head(text, "crosscheck_draining", "gauge", "1 while it finishes what is under way.")?;
    writeln!(text, "crosscheck_draining {}", u8::from(state.is_draining()))?;
    head(text, "crosscheck_uptime_seconds", "gauge", "Since it started.")?;
    writeln!(text, "crosscheck_uptime_seconds {}", state.started.elapsed().as_secs())
}

fn head(text: &mut String, name: &str, kind: &str, about: &str) -> std::fmt::Result {
    writeln!(text, "# HELP {name} {about}\n# TYPE {name} {kind}")
}

fn verdict(verdict: Result<(), Reason>) -> &'static str {
    verdict.map_or_else(Reason::name, |()| "allowed")
}
