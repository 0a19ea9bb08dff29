//! Which hosts and ports scenarios talk of, and where the hosts are.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::net::Ipv4Addr;

use anyhow::bail;
use crosscheck::scenario::Context;
use crosscheck::scenario::Scenario;
use url::Host;
use url::Url;

/// Hosts with their addresses, and ports.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) hosts: BTreeMap<String, IpAddr>,
    pub(super) ports: BTreeSet<u16>,
}

impl Names {
    /// All that scenarios talk of. Fails if one host is at two addresses.
    pub(super) fn of(scenarios: &[Scenario]) -> anyhow::Result<Self> {
        let mut names = Self::default();
        let mut told: BTreeMap<&str, IpAddr> = BTreeMap::new();
        for scenario in scenarios {
            for (name, address) in &scenario.hosts {
                let known = *told.entry(name).or_insert(*address);
                if known != *address {
                    bail!("{}: {name} is at {address}, and at {known} elsewhere", scenario.id);
                }
            }
            for url in urls(scenario) {
                names.ports.extend(url.port_or_known_default());
                let Some(Host::Domain(host)) = url.host() else { continue };
                names.hosts.entry(host.to_owned()).or_insert_with(|| usual_address(host));
            }
        }
        names.hosts.extend(told.into_iter().map(|(name, address)| (name.to_owned(), address)));
        names.hosts.remove("localhost");
        Ok(names)
    }
}

/// Where a name leads that nobody said anything of.
fn usual_address(host: &str) -> IpAddr {
    match host == "localhost" || host.ends_with(".localhost") {
        true => Ipv4Addr::LOCALHOST.into(),
        false => SOMEWHERE.into(),
    }
}

/// A public address.
const SOMEWHERE: Ipv4Addr = Ipv4Addr::new(1, 2, 3, 4);

/// Every URL that a scenario names.
fn urls(scenario: &Scenario) -> impl Iterator<Item = Url> {
    let origins = scenario.steps.iter().filter_map(|step| match &step.context {
        Context::Frame(origin) | Context::Credentialless(origin) | Context::Window(origin) => {
            Some(origin.serialize())
        }
        _ => None,
    });
    let locations = scenario.server.iter().flat_map(|route| &route.headers);
    let locations = locations.filter(|(name, _)| name.eq_ignore_ascii_case("Location"));
    let page = match scenario.page.is_opaque() {
        true => Scenario::FRAMING_PAGE,
        false => scenario.page.serialize(),
    };
    [page]
        .into_iter()
        .chain(scenario.steps.iter().map(|step| &*step.url))
        .chain(origins)
        .chain(scenario.server.iter().map(|route| &*route.origin))
        .chain(locations.map(|(_, value)| &**value))
        .filter_map(|text| Url::parse(text).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https" | "ws" | "wss"))
}

#[cfg(test)]
mod tests {
    use crosscheck::agent::api::Api;
    use crosscheck::scenario::Route;
    use crosscheck::scenario::Step;
    use crosscheck::wire::Origin;

    use super::*;

    #[test]
    fn every_host_and_port_that_is_named_is_known() {
        let route = Route {
            headers: vec![("location".into(), "https://moved.test:8443/".into())],
            ..Route::new("https://api.test", "/", 302)
        };
        let scenario = Scenario {
            page: Origin::parse("http://app.test:81").expect("an origin"),
            hosts: [("router.test".into(), Ipv4Addr::new(10, 0, 0, 1).into())].into(),
            steps: vec![
                Step::new(Api::Fetch, "https://api.test/"),
                Step::new(Api::WebSocket, "ws://router.test/"),
                Step::new(Api::Fetch, "http://192.168.1.1:8080/"),
                Step {
                    context: Context::parse("frame:http://in.localhost:82").expect("a context"),
                    ..Step::new(Api::Fetch, "http://localhost:83/")
                },
            ],
            server: vec![route],
            ..Scenario::default()
        };
        let names =
            Names::of(std::slice::from_ref(&scenario)).expect("no host is at two addresses");
        let hosts: Vec<String> = names.hosts.iter().map(|(n, a)| format!("{n} {a}")).collect();
        assert_eq!(
            hosts,
            [
                "api.test 1.2.3.4",
                "app.test 1.2.3.4",
                "in.localhost 127.0.0.1",
                "moved.test 1.2.3.4",
                "router.test 10.0.0.1",
            ]
        );
        assert_eq!(names.ports.into_iter().collect::<Vec<_>>(), [80, 81, 82, 83, 443, 8080, 8443]);
        let elsewhere = Scenario {
            hosts: [("router.test".into(), Ipv4Addr::new(10, 0, 0, 2).into())].into(),
            ..scenario.clone()
        };
        assert!(Names::of(&[scenario, elsewhere]).is_err());
    }
}
