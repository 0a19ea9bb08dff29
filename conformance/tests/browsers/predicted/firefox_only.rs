//! What Firefox alone writes, of what no server and no `check` can know: a setting of the user's, and a
//! URL that is none of HTTP.

use conformance::browser::Browser;
use conformance::explain::explain;
use conformance::firefox_console::FirefoxConsole;
use conformance::process::free_port;
use conformance::site::Site;
use crosscheck::catalog::FetchRule;
use serde_json::Value;

use conformance::process::PATIENCE;

/// What came of one.
pub(crate) struct Row {
    /// Our rule's name.
    pub(crate) name: &'static str,
    /// What Firefox wrote, the port left out.
    pub(crate) wrote: String,
    /// What provoked it.
    pub(crate) by: &'static str,
}

/// Each, with what Firefox wrote; `explain` names the rule.
pub(crate) fn rows() -> [Row; 2] {
    let setting = ("content.cors.disable", "true");
    [
        row("cors-disabled", "http", &[setting], "`content.cors.disable` in `about:config`"),
        row("scheme-not-http", "ftp", &[], "a page that fetches `ftp://api/`"),
    ]
}

fn row(name: &'static str, scheme: &str, settings: &[(&str, &str)], by: &'static str) -> Row {
    let rule = FetchRule::named(name).expect("a rule");
    // Nobody listens: nothing is sent.
    let port = free_port().expect("a port");
    let api = format!("{scheme}://127.0.0.1:{port}/");
    let site = Site::with_script(&format!("fetch('{api}').catch(() => report('refused'))"));
    let port = free_port().expect("a port");
    let flags = FirefoxConsole::flags(port);
    let firefox = Browser::Firefox.open_with_settings("about:blank", &flags, settings);
    let _page = firefox.expect("it starts");
    let url = format!("{}/page", site.origin());
    let mut console = FirefoxConsole::open(port, &url, PATIENCE).expect("it lets us in");
    assert_eq!(site.report().as_deref(), Some("refused"));
    let messages = console.messages_until(&api, PATIENCE).expect("it tells");
    let told = messages.into_iter().find(|message| message.text.contains(&api));
    let told = told.expect("it says why");
    assert_eq!(Some(told.category.as_str()), rule.firefox(), "{told:?}");
    let page = rule.mdn().unwrap_or_default();
    let page = page.rsplit('/').next().unwrap_or_default();
    assert!(told.help.contains(&format!("/{page}")), "{told:?}");
    let explained = explain(&[], &told.text).report;
    assert_eq!(explained["findings"][0]["rule"], rule.name(), "{explained:#}");
    assert_ne!(explained["findings"][0]["page"], Value::Array(Vec::new()), "{explained:#}");
    Row { name, wrote: told.text.replace(&api, &format!("{scheme}://api/")), by }
}
