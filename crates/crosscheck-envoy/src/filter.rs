//! One stream: what is decided on its request, kept until there is an answer.

use std::sync::Arc;

use crosscheck::server::Decision;
use crosscheck::server::EditPlan;
use crosscheck::server::Edits;
use crosscheck::server::RequestHead;
use smallvec::SmallVec;

use crate::answer;
use crate::counters::Counters;
use crate::head;
use crate::head::EnvoyHead;
use crate::host::Exchange;
use crate::host::Line;
use crate::rules::Effect;
use crate::rules::Rules;

/// What all streams of one configuration share.
#[derive(Debug)]
pub(crate) struct FilterConfig {
    pub(crate) rules: Rules,
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
    /// The policy speaks.
    Edit(Speech),
    /// Something failed, so nobody may read.
    Strip,
}

/// What a policy says on an answer.
#[derive(Debug)]
struct Speech {
    /// The route's rules, where the filter's own do not hold. They are kept as long as the stream: new ones
    /// are for new requests.
    route: Option<Arc<Rules>>,
    plan: EditPlan,
    /// Empty where nothing is echoed.
    origin: SmallVec<[u8; USUAL_ORIGIN]>,
}

/// So long is an origin that is kept without memory of its own.
const USUAL_ORIGIN: usize = 64;

impl Speech {
    fn edits<'s>(&'s self, config: &'s FilterConfig) -> Option<Edits<'s>> {
        match self.route.as_deref().unwrap_or(&config.rules) {
            Rules::By { policy, .. } => Some(policy.edits(self.plan)),
            Rules::Off => None,
        }
    }
}

/// What becomes of a request.
#[derive(Debug)]
pub(crate) enum Next {
    Continue,
    /// It is answered here.
    Answer(Reply),
}

/// An answer of its own, without a body. It borrows nothing of the filter, whose other hooks are called
/// while it is given.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u32,
    config: Arc<FilterConfig>,
    speech: Option<Speech>,
}

impl Reply {
    /// Shows its header lines.
    pub(crate) fn each_line<'s>(&'s self, show: impl FnMut(Line<'s>)) {
        let Some(speech) = &self.speech else { return };
        if let Some(edits) = speech.edits(&self.config) {
            answer::each_line(edits, &speech.origin, show);
        }
    }
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
        let speech = match chosen {
            Chosen::Edit(speech) => Some(speech),
            _ => None,
        };
        Next::Answer(Reply { status, config: Arc::clone(&self.config), speech })
    }

    /// Writes the policy's headers on an answer, whoever gives it.
    pub(crate) fn on_answer(&mut self, exchange: &mut impl Exchange) {
        if matches!(self.chosen, Chosen::Nothing) {
            self.chosen = match head::is_there(exchange) {
                // An answer is on its way already, so a preflight is not answered again.
                true => self.decide(exchange).0,
                false => Chosen::Strip,
            };
        }
        match &self.chosen {
            Chosen::Nothing | Chosen::Leave => {}
            Chosen::Edit(speech) => {
                if let Some(edits) = speech.edits(&self.config) {
                    answer::edit(exchange, edits, &speech.origin);
                }
            }
            Chosen::Strip => answer::strip(exchange),
        }
    }

    /// Something failed on the request: it goes on, for it was not CORS that let it in, and the answer
    /// says nothing of CORS, so that no page reads it.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn fail(&mut self) {
        self.chosen = Chosen::Strip;
    }

    /// Out: what is to be done with the answer; the status of one that is given at once.
    fn decide(&self, exchange: &mut impl Exchange) -> (Chosen, Option<u32>) {
        let route = exchange.route_rules();
        let rules = route.as_deref().unwrap_or(&self.config.rules);
        let Rules::By { policy, effect, beside } = rules else { return (Chosen::Leave, None) };
        let head = EnvoyHead::new(exchange);
        let decision = match head.origin() {
            Some(_) => policy.decide(&head),
            None => Decision::NotCors { edits: policy.edits_without_origin(|| head.path()) },
        };
        let edits = decision.edits();
        let is_enforced = *effect == Effect::Enforce;
        let said = (is_enforced && !edits.leave_all()).then(|| {
            let origin = head.origin().filter(|_| edits.echo_origin());
            (edits.plan(), SmallVec::from_slice(origin.unwrap_or_default()))
        });
        let status = decision.status_at_once().filter(|_| is_enforced);
        let difference = beside.as_ref().filter(|_| head.origin().is_some()).and_then(|beside| {
            self.config.counters.of_difference(&decision, &beside.decide(&head))
        });
        if let Some(counter) = difference {
            exchange.count(counter);
        }
        if let Some(counter) = self.config.counters.of(&decision) {
            exchange.count(counter);
        }
        // Of what is allowed nothing is noted: a note costs Envoy as much as three headers.
        if let Some(Err(reason)) = decision.verdict() {
            exchange.note(effect.note(), reason.name());
        }
        let chosen = match said {
            Some((plan, origin)) => Chosen::Edit(Speech { route, plan, origin }),
            None => Chosen::Leave,
        };
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

    fn rules(name: &str, policy: &str) -> Rules {
        let rules = Rules::read(name.as_bytes(), policy.as_bytes(), &FakeLog::default());
        rules.expect("a sound policy")
    }

    fn filter(rules: Rules) -> (Filter, Vec<String>) {
        let mut names = FakeStatistics::default();
        let counters = Counters::define(&mut names, &rules);
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
            assert!(matches!(filter.on_request(&mut exchange), Next::Continue));
            exchange.answer = said();
            filter.on_answer(&mut exchange);
            assert_eq!(exchange.answer, lines(told));
            let (counter, noted): (_, &[_]) = match origin {
                APP => ("crosscheck.actual.allowed", &[]),
                _ => ("crosscheck.actual.origin-not-allowed", &[("reason", "origin-not-allowed")]),
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
        let Next::Answer(reply) = filter.on_request(&mut exchange) else {
            panic!("it is answered");
        };
        assert_eq!(reply.status, 204);
        let mut lines = Vec::new();
        reply.each_line(|(name, value)| lines.push((name, value)));
        assert!(lines.contains(&(b"access-control-allow-origin", APP.as_bytes())));
        assert!(lines.contains(&(b"access-control-allow-methods", b"PUT")));
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
            ("http", "http://api.example", 1),
        ] {
            let (mut filter, _) = filter(rules("enforce", POLICY));
            let asked = [(":scheme", scheme), ("origin", origin)];
            let mut exchange = FakeExchange::new("POST", "/", &asked);
            assert!(matches!(filter.on_request(&mut exchange), Next::Continue));
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
            exchange.route = Some(Arc::new(route));
            assert!(matches!(filter.on_request(&mut exchange), Next::Continue));
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
        let next = filter.on_request(&mut exchange);
        assert!(matches!(next, Next::Continue), "the upstream answers");
        exchange.answer = said();
        filter.on_answer(&mut exchange);
        assert_eq!(exchange.answer, said());
        assert_eq!(names[exchange.counted[0]], "crosscheck.preflight.method-not-allowed");
        assert_eq!(exchange.noted, lines(&[("report-only", "method-not-allowed")]));
    }

    /// As many are allowed by either, and nobody by both: sums would not tell.
    #[test]
    fn requests_on_which_a_policy_on_trial_parts_from_the_one_in_force_are_counted() {
        let trial = "[cors]\norigins = [\"https://evil.example\"]\nmethods = [\"PUT\"]\n";
        let both = serde_json::json!({ "policy": trial, "beside": POLICY }).to_string();
        let preflight = |origin| [("origin", origin), ("access-control-request-method", "PUT")];
        for (method, asked, told) in [
            ("GET", &[("origin", APP)][..], Some("actual.newly-refused")),
            ("GET", &[("origin", EVIL)], Some("actual.newly-allowed")),
            ("GET", &[("origin", "https://other.example")], None),
            ("GET", &[], None),
            ("OPTIONS", &preflight(APP), Some("preflight.newly-refused")),
            ("OPTIONS", &preflight(EVIL), Some("preflight.newly-allowed")),
        ] {
            let (mut filter, names) = filter(rules("report-only", &both));
            let mut exchange = FakeExchange::new(method, "/", asked);
            assert!(matches!(filter.on_request(&mut exchange), Next::Continue));
            let counted = exchange.counted.iter().map(|number| names[*number].as_str());
            let parted: Vec<_> = counted.filter(|name| name.contains("newly")).collect();
            let told = told.map(|name| format!("crosscheck.{name}"));
            assert_eq!(parted, Vec::from_iter(told.as_deref()), "{method} {asked:?}");
        }
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
        assert!(matches!(filter.on_request(&mut exchange), Next::Continue));
        exchange.answer = said();
        filter.on_answer(&mut exchange);
        assert_eq!(exchange.answer, said());
    }
}
