//! The network around the user, and who may reach it.

use std::net::IpAddr;

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Body;
use crosscheck::scenario::Context;
use crosscheck::scenario::PermissionState;
use crosscheck::scenario::Permissions;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::routes::moved;
use super::routes::permitting;
use super::routes::sharing;
use super::routes::url;
use super::routes::usable;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;

impl Generator {
    /// The user has decided.
    pub(in crate::recorder::generate) fn local_network(mut self) -> Scenario {
        let (page, permissions) = self.decided_page();
        let (mut steps, mut server) = (Vec::new(), Vec::new());
        for number in 0..self.rng.usize(1..=3) {
            let target = self.weighted(TARGETS);
            let path = self.path(&number.to_string());
            let mut step = self.local_step(&page, target, &path);
            let headers = self.local_sharing(&page);
            if step.api != Api::WebSocket && self.maybe(0.15) {
                // A public server leads to what is closer.
                let via = self.pick(&["https://api.partner.net", &*page]).to_owned();
                let way = format!("{path}-via");
                step.url = format!("{via}{way}");
                let open = sharing("*", false);
                server.push(permitting(&via, &way, &open));
                let status = self.pick(&[302, 307]);
                server.push(moved(&via, &way, status, open, &format!("{target}{path}")));
            }
            let mut answer = headers.clone();
            if matches!(step.api, Api::Fetch | Api::Xhr | Api::Img) && self.maybe(0.25) {
                // What is kept needs no connection.
                answer.push(header("Cache-Control", "max-age=3600"));
                let elsewhere =
                    self.pick(&["srcdoc", "sandbox", "frame:https://widget.partner.net"]);
                let context = Context::parse(elsewhere).expect("a context");
                steps.push(Step { context, ..step.clone() });
            }
            server.push(permitting(target, &path, &headers));
            server.push(usable(step.api, target, &path, &answer));
            steps.push(step);
        }
        let scenario = self.scenario_of("local-network", &page, steps, server);
        with_hosts(Scenario { permissions, ..scenario })
    }

    /// The user has not decided, so the browser asks.
    pub(in crate::recorder::generate) fn local_prompt(mut self) -> Scenario {
        let target = self.weighted(&TARGETS[..9]);
        let scheme = self.weighted(&[("https", 4), ("http", 1)]);
        let page = format!("{scheme}://{}.example.org", self.id);
        let path = self.path("0");
        let api =
            self.weighted(&[(Api::Fetch, 6), (Api::Img, 1), (Api::WebSocket, 2), (Api::Iframe, 1)]);
        let mut step = Step::new(api, &url(api, target, &path));
        if api == Api::Fetch {
            step.mode = self.maybe(0.2).then_some(RequestMode::NoCors);
            if self.maybe(0.5) {
                step.target_address_space = Some(self.pick(&["local", "loopback"]).into());
            }
        }
        let shared = sharing(self.pick(&["*", &*page]), false);
        let server = vec![permitting(target, &path, &shared), usable(api, target, &path, &shared)];
        let scenario = self.scenario_of("local-network-prompt", &page, vec![step], server);
        with_hosts(Scenario { alone: true, ..scenario })
    }

    /// A page, and what its user decided: the page's name says it, so that no two decide about one.
    fn decided_page(&mut self) -> (String, Permissions) {
        let decisions = [
            (PermissionState::Granted, PermissionState::Granted),
            (PermissionState::Denied, PermissionState::Denied),
            (PermissionState::Granted, PermissionState::Denied),
            (PermissionState::Denied, PermissionState::Granted),
        ];
        let at = self.weighted(&[(0_usize, 5), (1, 3), (2, 1), (3, 1)]);
        let (local, loopback) = decisions[at];
        let page = match self.weighted(&[(0, 7), (1, 3), (2, 1), (3, 1), (4, 1)]) {
            0 => format!("https://web{at}.example.org"),
            1 => format!("http://web{at}.example.org"),
            2 => format!("https://desk{at}.corp.example"),
            3 => format!("http://desk{at}.corp.example"),
            _ => format!("http://localhost:520{at}"),
        };
        let mut permissions = Permissions::default();
        permissions.local_network = Some(local);
        permissions.loopback_network = Some(loopback);
        (page, permissions)
    }

    fn local_step(&mut self, page: &str, target: &str, path: &str) -> Step {
        let api = self.weighted(&[
            (Api::Fetch, 16),
            (Api::Xhr, 2),
            (Api::Img, 4),
            (Api::Script, 2),
            (Api::Style, 1),
            (Api::Iframe, 2),
            (Api::WebSocket, 3),
            (Api::EventSource, 1),
            (Api::Font, 1),
            (Api::Beacon, 1),
            (Api::Form, 1),
            (Api::Audio, 1),
        ]);
        let mut step = Step::new(api, &url(api, target, path));
        match api {
            Api::Fetch => {
                step.mode = self.maybe(0.25).then_some(RequestMode::NoCors);
                if self.maybe(0.35) {
                    let spaces = [
                        ("local", 8),
                        ("loopback", 6),
                        ("private", 2),
                        ("public", 1),
                        ("unknown", 1),
                        ("bogus", 1),
                    ];
                    step.target_address_space = Some(self.weighted(&spaces).into());
                }
                if self.maybe(0.25) {
                    (step.method, step.mode) = (Some("PUT".into()), None);
                }
                step.credentials = self.maybe(0.15).then_some(CredentialsMode::Include);
            }
            Api::Img | Api::Script | Api::Style if self.maybe(0.4) => {
                step.crossorigin = Some("anonymous".into());
            }
            Api::Beacon => step.body = Some(Body::new(BodyKind::Text, "b")),
            _ => {}
        }
        if matches!(api, Api::Fetch | Api::Xhr | Api::WebSocket) && self.maybe(0.15) {
            let own = format!("frame:{page}");
            let places = [
                "worker",
                "sandbox",
                &own,
                "frame:https://widget.partner.net",
                "shared-worker",
                "service-worker-controlled",
            ];
            step.context = Context::parse(self.pick(&places)).expect("a context");
        }
        if matches!(step.context, Context::Frame(_)) && self.maybe(0.5) {
            step.allow = Some("local-network; loopback-network; local-network-access".into());
        }
        step
    }

    fn local_sharing(&mut self, page: &str) -> Headers {
        let credentialed = self.maybe(0.3);
        let mut headers = match self.weighted(&[(0, 3), (1, 3), (2, 1)]) {
            0 => sharing("*", credentialed),
            1 => sharing(page, credentialed),
            _ => Headers::new(),
        };
        if self.maybe(0.2) {
            headers.push(header("Access-Control-Allow-Private-Network", "true"));
        }
        headers
    }
}

/// Says where the names in a scenario lead.
fn with_hosts(mut scenario: Scenario) -> Scenario {
    let names = |route: &Route, name: &str| {
        route.origin.contains(name) || route.headers.iter().any(|(_, value)| value.contains(name))
    };
    let own = scenario.page.serialize().to_owned();
    for (name, address) in HOSTS {
        let is_named = own.contains(name) || scenario.server.iter().any(|r| names(r, name));
        if is_named {
            let address: IpAddr = address.parse().expect("an address");
            scenario.hosts.insert(name.to_owned(), address);
        }
    }
    scenario
}

const TARGETS: &[(&str, u32)] = &[
    ("http://192.168.1.5", 12),
    ("https://printer.corp.example", 8),
    ("http://127.0.0.1:8080", 8),
    ("http://localhost:3000", 6),
    ("https://dev.example.com", 4),
    ("http://[fd00::5]", 2),
    ("http://[::1]:8080", 2),
    ("http://10.0.0.1", 4),
    ("http://169.254.1.1", 2),
    ("http://100.64.0.1", 1),
    ("http://172.16.3.4:8000", 1),
    ("http://172.32.0.1", 1),
    ("http://0.0.0.0:8080", 1),
    ("https://nas.local", 2),
    ("http://nas.local", 1),
    ("https://lab.example.com", 1),
    ("https://shared.example.com", 1),
    ("https://intranet.corp.example", 4),
    ("https://localhost:8443", 2),
    ("https://api.partner.net", 2),
];

/// Where names lead that are not public.
const HOSTS: [(&str, &str); 10] = [
    ("desk0.corp.example", "10.1.0.1"),
    ("desk1.corp.example", "10.1.0.2"),
    ("desk2.corp.example", "10.1.0.3"),
    ("desk3.corp.example", "10.1.0.4"),
    ("dev.example.com", "127.0.0.1"),
    ("intranet.corp.example", "10.0.0.5"),
    ("lab.example.com", "198.18.0.7"),
    ("nas.local", "192.168.1.60"),
    ("printer.corp.example", "192.168.1.50"),
    ("shared.example.com", "100.64.0.9"),
];
