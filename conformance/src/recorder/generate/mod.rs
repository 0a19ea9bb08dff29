//! Random scenarios: pages that do everything CORS has a say in, and servers that answer well, nearly
//! well, and badly.
//!
//! Each scenario keeps to its own URLs, `/s/<id>/…`, and where a browser remembers something of a host, to
//! hosts of its own, so that what one leaves behind is nothing to the next.

mod around;
mod generator;
mod kind;
mod loopback;

pub use self::generator::generate;
pub use self::kind::Kind;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crosscheck::scenario::Scenario;
    use url::Url;

    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_scenarios() {
        let (seven, eight) = (generate(7, 300, &Kind::ALL), generate(8, 300, &Kind::ALL));
        assert_eq!(seven, generate(7, 300, &Kind::ALL));
        assert_ne!(seven[..10], eight[..10]);
    }

    #[test]
    fn every_kind_makes_scenarios_that_are_read_back_as_they_are() {
        for kind in Kind::ALL {
            for scenario in generate(1, 40, &[kind]) {
                let text = serde_json::to_string(&scenario).expect("it is JSON");
                let read: Scenario = serde_json::from_str(&text).expect("it is a scenario");
                assert_eq!(read, scenario, "{}", kind.name());
            }
        }
    }

    /// Else the servers would not know whose a request is, and what one scenario leaves behind would
    /// meet the next.
    #[test]
    fn each_scenario_keeps_to_urls_of_its_own() {
        for scenario in generate(2, 1_000, &Kind::ALL) {
            let own = format!("/s/{}/", scenario.id);
            let urls = scenario.steps.iter().filter_map(|step| Url::parse(&step.url).ok());
            let paths: BTreeSet<String> = urls.map(|url| url.path().to_owned()).collect();
            let routes = scenario.server.iter().map(|route| route.path.clone());
            for path in paths.into_iter().chain(routes) {
                let is_no_url = !path.starts_with('/');
                assert!(is_no_url || path.starts_with(&own), "{}: {path}", scenario.id);
            }
        }
    }
    #[test]
    fn nothing_is_asked_until_a_stale_answer_is_renewed() {
        let scenarios = generate(3, 2_000, &[Kind::Cache]);
        let is_stale = |scenario: &&Scenario| {
            scenario.server.iter().any(|route| {
                let values = route.headers.iter().map(|(_, value)| value);
                values.clone().any(|value| value.contains("stale-while-revalidate"))
            })
        };
        let stale: Vec<&Scenario> = scenarios.iter().filter(is_stale).collect();
        assert!(stale.len() > 20);
        for scenario in stale {
            let urls: BTreeSet<&str> = scenario.steps.iter().map(|step| &*step.url).collect();
            if urls.len() == 1 {
                assert!(scenario.steps[1..].iter().all(|step| step.wait_ms >= 700), "{scenario:?}");
            }
        }
    }
}
