//! The document or worker that each step runs in.

use alloc::string::String;
use alloc::sync::Arc;

use url::Url;

use super::context::Context;
use super::record::StepRecord;
use super::script::Scenario;
use crate::agent::Client;
use crate::agent::EmbedderPolicy;
use crate::agent::Global;
use crate::agent::InsecureRequestsPolicy;
use crate::agent::ReferrerPolicy;
use crate::agent::UserAgent;
use crate::agent::profile::InheritingWorkers;
use crate::agent::profile::Upgrade;
use crate::wire::HeaderList;
use crate::wire::Origin;

/// The page of a scenario; one of an opaque origin is a sandboxed frame.
///
/// In: the page before, as it was without its headers.
pub(super) fn page(
    scenario: &Scenario,
    before: &mut Option<Client>,
    browser: &UserAgent,
) -> Client {
    let mut page = match scenario.page.is_opaque() {
        true => {
            let mut frame = framing_page().frame(scenario.page.clone());
            frame.forbids_forms = true;
            frame
        }
        // Most scenarios have one page.
        false => match before {
            Some(page) if page.origin == scenario.page => page.clone(),
            _ => before.insert(Client::from(scenario.page.clone())).clone(),
        },
    };
    let headers = scenario.page_headers.iter();
    let headers: HeaderList = headers.map(|(name, value)| (&**name, &**value)).collect();
    page.embedder_policy = EmbedderPolicy::of(&headers, browser.profile);
    page.isolation_policy = EmbedderPolicy::of_isolation(&headers, browser.profile);
    let values = scenario.page_headers.iter().filter_map(|(name, value)| {
        name.eq_ignore_ascii_case("Content-Security-Policy").then_some(value.as_str())
    });
    page.referrer_policy = ReferrerPolicy::of(&headers);
    page.insecure_requests = InsecureRequestsPolicy::of(values);
    page
}

/// Where a step of the page runs.
pub(super) fn client(
    page: &Arc<Client>,
    context: &Context,
    allow: Option<&str>,
    browser: &UserAgent,
    now_ms: u64,
) -> Arc<Client> {
    let frame = |origin: &Origin, path| {
        let origin =
            &led_to_tls(origin, Some(page), browser, now_ms).unwrap_or_else(|| origin.clone());
        let mut frame = page.frame(origin.clone());
        frame.url = url(origin, path);
        frame.embedder_policy = of_files(page, browser);
        frame.has_cross_site_ancestor = !browser.is_same_site_for_cookies(origin, &page.top_level);
        frame.may_ask_for_local_network |= allow.is_some_and(allows_local_network);
        if browser.profile.frames_inherit_referrer_policy {
            frame.referrer_policy = page.referrer_policy;
        }
        frame
    };
    let worker = |global, path| {
        let mut worker = page.worker(global);
        worker.embedder_policy = of_files(page, browser);
        // Its script came with headers of its own.
        if !browser.profile.workers_inherit_referrer_policy {
            worker.referrer_policy = ReferrerPolicy::Empty;
        }
        let inherits = match browser.profile.workers_inherit_insecure_requests {
            InheritingWorkers::None => false,
            InheritingWorkers::Dedicated => global == Global::DedicatedWorker,
            InheritingWorkers::All => true,
        };
        if !inherits {
            worker.insecure_requests = InsecureRequestsPolicy::default();
        }
        worker.url = url(&page.origin, path);
        worker
    };
    let client = match context {
        Context::Top => return Arc::clone(page),
        Context::Srcdoc => {
            let mut srcdoc = Client::clone(page);
            srcdoc.is_srcdoc = true;
            srcdoc
        }
        Context::Frame(origin) => frame(origin, FRAME),
        Context::Credentialless(origin) => {
            let mut frame = frame(origin, FRAME);
            let is_known = browser.profile.knows_credentialless_frames;
            frame.nonce = is_known.then(|| String::from("credentialless"));
            frame
        }
        Context::Window(origin) => {
            let origin =
                &led_to_tls(origin, None, browser, now_ms).unwrap_or_else(|| origin.clone());
            let mut window = Client::from(origin.clone());
            window.url = url(origin, FRAME);
            window.top_level_url.clone_from(&window.url);
            window
        }
        Context::Sandbox => {
            let mut sandbox = frame(&page.origin, FRAME);
            sandbox.origin = Origin::OPAQUE;
            sandbox.forbids_forms = true;
            sandbox.may_ask_for_local_network = false;
            sandbox
        }
        Context::Worker => worker(Global::DedicatedWorker, "/__o2/worker.js"),
        Context::ModuleWorker => {
            let mut module = worker(Global::DedicatedWorker, "/__o2/worker.js");
            module.is_module = true;
            module
        }
        Context::SharedWorker => worker(Global::SharedWorker, "/__o2/shared.js"),
        Context::ServiceWorkerControlled => {
            let mut controlled = frame(&page.origin, "/__o2/sw/frame");
            controlled.controller = url(&page.origin, "/__o2/sw/sw.js");
            controlled
        }
    };
    Arc::new(client)
}

/// What script sees of a step in a context that never comes to be. What demands that all it embeds says it may, holds
/// no worker's script and no document that does not, as those do not that say so in words which a browser does not know;
/// whom `Cross-Origin-Opener-Policy` cuts off never hears of the windows that it opens; and a worker's script that is
/// led to TLS is no longer of its page's origin.
pub(super) fn never_loaded(
    scenario: &Scenario,
    page: &Client,
    context: &Context,
    browser: &UserAgent,
    now_ms: u64,
) -> Option<StepRecord> {
    let is_worker =
        matches!(context, Context::Worker | Context::ModuleWorker | Context::SharedWorker);
    if is_worker && led_to_tls(&page.origin, Some(page), browser, now_ms).is_some() {
        return Some(StepRecord::Pending);
    }
    let is_cut_off = scenario.page_headers.iter().any(|(name, value)| {
        let policy = value.split(';').next().unwrap_or_default().trim();
        name.eq_ignore_ascii_case("Cross-Origin-Opener-Policy")
            && matches!(policy, "same-origin" | "noopener-allow-popups")
    });
    if is_cut_off && page.is_secure_context() && matches!(context, Context::Window(_)) {
        return Some(StepRecord::Error { name: "no-context".into() });
    }
    let demands = page.embedder_policy != EmbedderPolicy::UnsafeNone;
    if !demands || of_files(page, browser) != EmbedderPolicy::UnsafeNone {
        return None;
    }
    match context {
        Context::Worker | Context::ModuleWorker => Some(StepRecord::Pending),
        Context::Frame(_) | Context::Credentialless(_) | Context::Sandbox => {
            Some(StepRecord::Error { name: "no-context".into() })
        }
        _ => None,
    }
}

/// The origin that a document of this one is led to, where its host is known by HSTS, by itself or in a page.
fn led_to_tls(
    origin: &Origin,
    around: Option<&Client>,
    browser: &UserAgent,
    now_ms: u64,
) -> Option<Origin> {
    let url = url(origin, FRAME).filter(|url| url.scheme() == "http")?;
    let is_led = browser.profile.hsts_upgrade != Upgrade::Never
        && match around {
            Some(around) => browser.goes_by_hsts(&around.top_level, &url, now_ms),
            None => browser.hsts.covers(&url, now_ms),
        };
    let secure = is_led.then(|| origin.serialize().replacen("http:", "https:", 1))?;
    Origin::parse(&secure).ok()
}

/// The embedder policy of what a page's frames and workers are made of: a page that has one holds only those that have
/// one, too.
fn of_files(page: &Client, browser: &UserAgent) -> EmbedderPolicy {
    match page.embedder_policy {
        EmbedderPolicy::UnsafeNone => EmbedderPolicy::UnsafeNone,
        _ => {
            let header = ("Cross-Origin-Embedder-Policy", "credentialless");
            EmbedderPolicy::of(&[header].into_iter().collect(), browser.profile)
        }
    }
}

/// Whether an `allow` attribute lets a frame reach what is closer to the user.
fn allows_local_network(allow: &str) -> bool {
    let names = allow.split(';').filter_map(|directive| directive.split_ascii_whitespace().next());
    let known = ["local-network", "loopback-network", "local-network-access"];
    names.into_iter().any(|name| known.contains(&name))
}

fn framing_page() -> Client {
    Client::from(Origin::parse(Scenario::FRAMING_PAGE).expect("a constant that is an origin"))
}

fn url(origin: &Origin, path: &str) -> Option<Url> {
    Url::parse(&(String::from(origin.serialize()) + path)).ok()
}

/// Where the recorder's frames and windows are.
const FRAME: &str = "/__o2/frame";
