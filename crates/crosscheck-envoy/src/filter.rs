//! One stream: what is decided on its request, kept until there is an answer.

use std::sync::Arc;

use crosscheck::server::EditPlan;

use crate::answer;
use crate::counters::ALLOWED;
use crate::counters::Counters;
use crate::head::EnvoyHead;
use crate::host::Exchange;
use crate::rules::Effect;
use crate::rules::Rules;

/// What all streams of one configuration share.
#[derive(Debug)]
pub(crate) struct FilterConfig {
    pub(crate) rules: Arc<Rules>,
    pub(crate) counters: Counters,
}

/// The filter of one stream.
#[derive(Debug)]
pub(crate) struct Filter {
    config: Arc<FilterConfig>,
    chosen: Chosen,
}

/// What is to be done with the answer.
#[derive(Debug)]
enum Chosen {
    /// The request was not seen: a filter further out, or Envoy itself, answers.
    Nothing,
    /// It stays as it is.
    Leave,
    /// The policy speaks. It is kept as long as the stream: a new one is for new requests.
    Edit { rules: Arc<Rules>, plan: EditPlan, origin: Vec<u8> },
    /// Something failed, so nobody may read.
    Strip,
}

/// What becomes of a request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Continue,
    /// It is answered here, without a body.
    Answer {
        status: u32,
        lines: Vec<(&'static str, Vec<u8>)>,
    },
}

impl Filter {
    pub(crate) const fn new(config: Arc<FilterConfig>) -> Self {
        Self { config, chosen: Chosen::Nothing }
    }

    /// Decides on a request. A preflight is answered here; everything else goes on, whatever the verdict,
    /// since browsers enforce it.
    pub(crate) fn on_request(&mut self, exchange: &mut impl Exchange) -> Next {
        let (chosen, status) = self.decide(exchange);
        let Some(status) = status else {
            self.chosen = chosen;
            return Next::Continue;
        };
        self.chosen = Chosen::Leave;
        let lines = match &chosen {
            Chosen::Edit { rules, plan, origin } => match &**rules {
                Rules::By { policy, .. } => answer::lines(policy.edits(*plan), origin),
                Rules::Off => Vec::new(),
            },
            _ => Vec::new(),
        };
        Next::Answer { status, lines }
    }

    /// Writes the policy's headers on an answer, whoever gives it.
    pub(crate) fn on_answer(&mut self, exchange: &mut impl Exchange) {
        if matches!(self.chosen, Chosen::Nothing) {
            // An answer is on its way already, so a preflight is not answered again.
            (self.chosen, _) = self.decide(exchange);
        }
        match &self.chosen {
            Chosen::Nothing | Chosen::Leave => {}
            Chosen::Edit { rules, plan, origin } => {
                if let Rules::By { policy, .. } = &**rules {
                    answer::edit(exchange, policy.edits(*plan), origin);
                }
            }
            Chosen::Strip => answer::strip(exchange),
        }
    }

    /// Something failed on the request: it goes on, for it was not CORS that let it in, and the answer
    /// says nothing of CORS, so that no page reads it.
    pub(crate) fn fail(&mut self) {
        self.chosen = Chosen::Strip;
    }

    /// Out: what is to be done with the answer; the status of one that is given at once.
    fn decide(&self, exchange: &mut impl Exchange) -> (Chosen, Option<u32>) {
        let rules = exchange.route_rules().unwrap_or_else(|| Arc::clone(&self.config.rules));
        let Rules::By { policy, effect } = &*rules else { return (Chosen::Leave, None) };
        let head = EnvoyHead::new(exchange.request_lines());
        if !head.is_there() {
            return (Chosen::Strip, None);
        }
        let decision = policy.decide(&head);
        let edits = decision.edits();
        let chosen = match *effect {
            Effect::ReportOnly => Chosen::Leave,
            Effect::Enforce if edits.leave_all() => Chosen::Leave,
            Effect::Enforce => {
                let origin = head.origin().filter(|_| edits.echo_origin());
                let (plan, origin) = (edits.plan(), origin.unwrap_or_default().to_vec());
                Chosen::Edit { rules: Arc::clone(&rules), plan, origin }
            }
        };
        let status = decision.status_at_once().filter(|_| *effect == Effect::Enforce);
        if let Some(counter) = self.config.counters.of(&decision) {
            exchange.count(counter);
        }
        if let Some(verdict) = decision.verdict() {
            exchange.note("verdict", if verdict.is_ok() { ALLOWED } else { "refused" });
            if let Err(reason) = verdict {
                exchange.note("reason", reason.name());
            }
        }
        (chosen, status.map(u32::from))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Filter;
    use super::FilterConfig;
    use super::Next;
    use crate::counters::Counters;
    use crate::fake::FakeExchange;
    use crate::fake::FakeLog;
    use crate::fake::FakeStatistics;
    use crate::fake::lines;
    use crate::rules::Rules;

    const APP: &str = "https://app.example";
    const EVIL: &str = "https://evil.example";
    const POLICY: &str = "[cors]\norigins = [\"https://app.example\"]\nmethods = [\"PUT\"]\n";

    fn rules(name: &str, policy: &str) -> Arc<Rules> {
        let rules = Rules::read(name.as_bytes(), policy.as_bytes(), &FakeLog::default());
        Arc::new(rules.expect("a sound policy"))
    }

    fn filter(rules: Arc<Rules>) -> (Filter, Vec<String>) {
        let mut names = FakeStatistics::default();
        let counters = Counters::define(&mut names);
        (Filter::new(Arc::new(FilterConfig { rules, counters })), names.0)
    }

    /// What an upstream says of its own.
    fn said() -> Vec<(String, String)> {
        lines(&[("access-control-allow-origin", "*"), ("vary", "Accept"), ("x-total", "7")])
    }

    #[test]
    fn a_page_reads_by_the_policy_and_not_by_the_upstream() {
        for (origin, told) in [
            (
                APP,
                &[
                    ("vary", "Accept"),
                    ("x-total", "7"),
                    ("vary", "Origin"),
                    ("access-control-allow-origin", APP),
                ][..],
            ),
            (EVIL, &[("vary", "Accept"), ("x-total", "7"), ("vary", "Origin")]),
        ] {
            let (mut filter, names) = filter(rules("enforce", POLICY));
            let mut exchange = FakeExchange::new("GET", "/", &[("origin", origin)]);
            assert_eq!(filter.on_request(&mut exchange), Next::Continue);
            exchange.answer = said();
            filter.on_answer(&mut exchange);
            assert_eq!(exchange.answer, lines(told));
            let (counter, noted): (_, &[_]) = match origin {
                APP => ("crosscheck.actual.allowed", &[("verdict", "allowed")]),
                _ => (
                    "crosscheck.actual.origin-not-allowed",
                    &[("verdict", "refused"), ("reason", "origin-not-allowed")],
                ),
            };
            let counted: Vec<_> = exchange.counted.iter().map(|number| &names[*number]).collect();
            assert_eq!(counted, [counter]);
            assert_eq!(exchange.noted, lines(noted));
        }
    }

    #[test]
    fn a_preflight_is_answered_at_once() {
        let (mut filter, names) = filter(rules("enforce", POLICY));
        let asked = [("origin", APP), ("access-control-request-method", "PUT")];
        let mut exchange = FakeExchange::new("OPTIONS", "/", &asked);
        let Next::Answer { status, lines } = filter.on_request(&mut exchange) else {
            panic!("it is answered");
        };
        assert_eq!(status, 204);
        assert!(lines.contains(&("access-control-allow-origin", APP.into())));
        assert!(lines.contains(&("access-control-allow-methods", b"PUT".to_vec())));
        assert_eq!(names[exchange.counted[0]], "crosscheck.preflight.allowed");
        // Should Envoy show the filter its own answer, it stays as it is.
        exchange.answer = said();
        filter.on_answer(&mut exchange);
        assert_eq!(exchange.answer, said());
    }

    #[test]
    fn a_page_of_the_server_itself_is_none_of_cors() {
        for (scheme, origin, noted) in [
            ("https", "https://api.example", 0),
            ("http", "https://api.example", 0), // whoever ended TLS speaks plain HTTP with Envoy
            ("http", "http://api.example", 2),
        ] {
            let (mut filter, _) = filter(rules("enforce", POLICY));
            let asked = [(":scheme", scheme), ("origin", origin)];
            let mut exchange = FakeExchange::new("POST", "/", &asked);
            assert_eq!(filter.on_request(&mut exchange), Next::Continue);
            assert_eq!(exchange.noted.len(), noted, "{scheme} {origin}");
        }
    }

    #[test]
    fn a_route_has_rules_of_its_own() {
        let other = "[cors]\norigins = [\"https://other.example\"]\n";
        for (route, origin, told) in [
            (rules("off", ""), APP, said()),
            (
                rules("enforce", other),
                APP,
                lines(&[("vary", "Accept"), ("x-total", "7"), ("vary", "Origin")]),
            ),
            (rules("report-only", other), APP, said()),
        ] {
            let (mut filter, _) = filter(rules("enforce", POLICY));
            let mut exchange = FakeExchange::new("GET", "/", &[("origin", origin)]);
            exchange.route = Some(route);
            assert_eq!(filter.on_request(&mut exchange), Next::Continue);
            exchange.answer = said();
            filter.on_answer(&mut exchange);
            assert_eq!(exchange.answer, told);
        }
    }

    #[test]
    fn what_is_only_reported_is_counted_and_changes_nothing() {
        let (mut filter, names) = filter(rules("report-only", POLICY));
        let asked = [("origin", APP), ("access-control-request-method", "DELETE")];
        let mut exchange = FakeExchange::new("OPTIONS", "/", &asked);
        assert_eq!(filter.on_request(&mut exchange), Next::Continue, "the upstream answers");
        exchange.answer = said();
        filter.on_answer(&mut exchange);
        assert_eq!(exchange.answer, said());
        assert_eq!(names[exchange.counted[0]], "crosscheck.preflight.method-not-allowed");
        assert_eq!(
            exchange.noted,
            lines(&[("verdict", "refused"), ("reason", "method-not-allowed")])
        );
    }

    /// A filter further out answers 401, or Envoy 503, before this one has seen the request.
    #[test]
    fn an_answer_to_a_request_that_was_not_seen_gets_its_headers_too() {
        let (mut filter, _) = filter(rules("enforce", POLICY));
        let mut exchange = FakeExchange::new("GET", "/", &[("origin", APP)]);
        filter.on_answer(&mut exchange);
        let told = [("vary", "Origin"), ("access-control-allow-origin", APP)];
        assert_eq!(exchange.answer, lines(&told));
    }

    #[test]
    fn where_something_failed_nobody_reads() {
        let unread = lines(&[("vary", "Accept"), ("x-total", "7")]);
        let (mut failed, _) = filter(rules("enforce", POLICY));
        let mut exchange = FakeExchange::new("GET", "/", &[("origin", APP)]);
        failed.fail();
        exchange.answer = said();
        failed.on_answer(&mut exchange);
        assert_eq!(exchange.answer, unread);
        // And where there is no request to decide on.
        let (mut unasked, _) = filter(rules("enforce", POLICY));
        let mut exchange = FakeExchange { answer: said(), ..FakeExchange::default() };
        unasked.on_answer(&mut exchange);
        assert_eq!(exchange.answer, unread);
    }

    #[test]
    fn a_path_that_is_left_to_its_handler_is_left() {
        let policy = "[cors]\norigins = [\"https://app.example\"]\n[[cors.rules]]\npaths = [\"/own\"]\nhandler = true\n";
        let (mut filter, _) = filter(rules("enforce", policy));
        let mut exchange = FakeExchange::new("GET", "/own/x", &[("origin", EVIL)]);
        assert_eq!(filter.on_request(&mut exchange), Next::Continue);
        exchange.answer = said();
        filter.on_answer(&mut exchange);
        assert_eq!(exchange.answer, said());
    }
}
