//! A server's log and a page's console speak of one thing: what a policy refuses, real browsers refuse for
//! the same reason.
//!
//! A page asks the gateway for what breaks each [`Reason`] of a policy. The gateway's log names the reason;
//! the console's text, as `explain` reads it, names the rule.

use std::fs;
use std::fs::File;
use std::process::Command;

use conformance::binary;
use conformance::browser::Browser;
use conformance::firefox_console::FirefoxConsole;
use conformance::process::PATIENCE;
use conformance::process::dead_address;
use conformance::process::eventually;
use conformance::process::free_port;
use conformance::recorder::console_texts;
use conformance::site::Site;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::read;
use crosscheck::server::Reason;

/// What is asked, for which reason it is refused, and whether a preflight asks for it.
///
/// By `/s/` WebKit's lines are told apart. The path that is spelled oddly has `%2F`: WebKitGTK decodes what
/// need not be encoded (`/%61pi`) before it asks.
const CASES: [(&str, &str, Reason, bool); 6] = [
    ("/elsewhere/s/", "{}", Reason::PathNotCovered, false),
    ("/api%2Fv1/s/spelled", "{}", Reason::PathAmbiguous, false),
    ("/other/s/plain", "{}", Reason::OriginNotAllowed, false),
    ("/other/s/asked", "{ method: 'PUT' }", Reason::OriginNotAllowed, true),
    ("/api/s/method", "{ method: 'PUT' }", Reason::MethodNotAllowed, true),
    ("/api/s/header", "{ headers: { 'x-token': '1' } }", Reason::HeaderNotAllowed, true),
];

/// Asked for after them all: once its text has come, all others have.
const LAST: &str = "/last/s/";

/// What no page can be refused for here: browsers send one `Origin` line, and the gateway has no source of
/// origins that could fail.
const OUT_OF_REACH: [Reason; 2] = [Reason::SeveralOrigins, Reason::OriginSourceFailed];

#[test]
fn each_reason_has_its_case() {
    let tried = CASES.map(|(_, _, reason, _)| reason);
    for reason in Reason::ALL {
        assert!(tried.contains(reason) != OUT_OF_REACH.contains(reason), "{reason:?}");
    }
}

#[test]
fn chromium_blames_what_the_policy_blames() {
    blames(Browser::Chromium);
}

#[test]
fn firefox_blames_what_the_policy_blames() {
    blames(Browser::Firefox);
}

#[test]
fn webkit_blames_what_the_policy_blames() {
    blames(Browser::Webkit);
}

/// What a browser blames: that an origin may not read is told to nobody, so it finds no header; WebKit looks
/// at the status of a preflight before.
fn blamed(browser: Browser, reason: Reason, is_asked_first: bool) -> FetchRule {
    match reason {
        Reason::MethodNotAllowed => FetchRule::MethodNotAllowed,
        Reason::HeaderNotAllowed => FetchRule::HeadersNotAllowed,
        _ if is_asked_first && browser == Browser::Webkit => FetchRule::PreflightStatus,
        _ => FetchRule::AllowOriginMissing,
    }
}

fn blames(browser: Browser) {
    if !browser.is_there_or_skip() {
        return;
    }
    let asks: String =
        CASES.iter().map(|(path, init, ..)| format!("['{path}', {init}],")).collect();
    // The script learns the gateway's port from the page's address, since the policy must name the page's
    // origin before the gateway starts.
    let site = Site::with_script(&format!(
        "const gateway = `http://localhost:${{location.hash.slice(1)}}`;\n\
         for (const [path, init] of [{asks} ['{LAST}', {{}}]])\n\
         await fetch(gateway + path, init).catch(() => {{}});\n\
         report('asked');"
    ));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (policy, log) = (folder.path().join("policy.toml"), folder.path().join("log"));
    let rules = format!(
        "[[cors.rules]]\npaths = [\"/api\"]\norigins = [\"{}\"]\n\n\
         [[cors.rules]]\npaths = [\"/other\"]\norigins = [\"https://other.example\"]\n",
        site.origin()
    );
    fs::write(&policy, rules).expect("the policy is written");
    let (_held, nobody) = dead_address().expect("an address");
    let mut command = Command::new(binary::crosscheck());
    command.args(["serve", "--log-refused", "--listen", "127.0.0.1:0"]);
    command.args(["--upstream", &format!("http://{nobody}")]);
    command.arg("--policy").arg(&policy).stderr(File::create(&log).expect("a log"));
    let gateway = binary::start(&mut command, 1);
    let port = gateway.addresses[0].rsplit(':').next().expect("an address has a port");

    let texts = told(browser, &site, &format!("{}/#{port}", site.origin()));
    for (path, _, reason, is_asked_first) in CASES {
        let line = eventually(PATIENCE, || {
            let log = fs::read_to_string(&log).ok()?;
            let mut lines = log.lines().filter(|line| line.contains("refused: "));
            lines.find(|line| line.contains(path)).map(str::to_owned)
        });
        let line = line.expect("the gateway says whom it refused");
        assert!(line.contains(reason.name()), "{path}: {line}");
        let about: Vec<&str> =
            texts.iter().filter(|text| text.contains(path)).map(String::as_str).collect();
        let readings = read(&about.join("\n"));
        let [reading] = &readings[..] else { panic!("{browser:?}: {about:#?} {readings:#?}") };
        let rule = reading.refusal.rule;
        assert_eq!(rule, blamed(browser, reason, is_asked_first), "{browser:?}: {about:#?}");
    }
}

/// What a browser's console says once the page has asked for all.
fn told(browser: Browser, site: &Site, url: &str) -> Vec<String> {
    if browser == Browser::Firefox {
        let port = free_port().expect("a port");
        let flags = FirefoxConsole::flags(port);
        let _page =
            browser.open_with_settings("about:blank", &flags, &[]).expect("the browser starts");
        let mut console = FirefoxConsole::open(port, url, PATIENCE).expect("it lets us in");
        assert_eq!(site.report().as_deref(), Some("asked"));
        let messages = console.messages_until(LAST, PATIENCE).expect("it tells");
        return messages.into_iter().map(|message| message.text).collect();
    }
    let log = tempfile::NamedTempFile::new().expect("a temporary file");
    let file = File::create(log.path()).expect("it is there");
    let _page = browser.open_with_log(url, file).expect("the browser starts");
    assert_eq!(site.report().as_deref(), Some("asked"));
    let texts = eventually(PATIENCE, || {
        let texts = console_texts(browser, &fs::read_to_string(log.path()).ok()?);
        texts.iter().any(|text| text.contains(LAST)).then_some(texts)
    });
    texts.expect("the last text comes")
}
