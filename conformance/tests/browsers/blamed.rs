//! A server's log and a page's console speak of one thing: what a policy refuses, real browsers refuse for
//! the same reason.
//!
//! A page asks for what breaks each [`Reason`] of a policy: the gateway, and a service whose source of origins is
//! down. Their logs name the reason; the console's text, as `explain` reads it, names the rule.

use std::fs;
use std::fs::File;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;

use axum::Router;
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
use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::Decision;
use crosscheck_tower::HttpHead;
use crosscheck_tower::OriginAnswers;
use crosscheck_tower::OriginQuestion;
use crosscheck_tower::OriginSource;
use crosscheck_tower::OriginSourceError;
use crosscheck_tower::Policy;
use tokio::runtime::Builder;

/// What is asked, for which reason it is refused, and whether a preflight asks for it.
///
/// By `/s/` WebKit's lines are told apart. The path that is spelled oddly has `%2F`: WebKitGTK decodes what
/// need not be encoded (`/%61pi`) before it asks.
const CASES: [(&str, &str, Reason, bool); 8] = [
    ("/elsewhere/s/", "{}", Reason::PathNotCovered, false),
    ("/api%2Fv1/s/spelled", "{}", Reason::PathAmbiguous, false),
    ("/other/s/plain", "{}", Reason::OriginNotAllowed, false),
    ("/other/s/asked", "{ method: 'PUT' }", Reason::OriginNotAllowed, true),
    ("/tenants/s/plain", "{}", Reason::OriginSourceFailed, false),
    ("/tenants/s/asked", "{ method: 'PUT' }", Reason::OriginSourceFailed, true),
    ("/api/s/method", "{ method: 'PUT' }", Reason::MethodNotAllowed, true),
    ("/api/s/header", "{ headers: { 'x-token': '1' } }", Reason::HeaderNotAllowed, true),
];

/// Asked for after them all: once its text has come, all others have.
const LAST: &str = "/last/s/";

/// What no page can be refused for: browsers send one `Origin` line.
const OUT_OF_REACH: [Reason; 1] = [Reason::SeveralOrigins];

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
    let ask = |(path, init, reason, _)| {
        // The gateway has no source of origins that could fail.
        let server = if reason == Reason::OriginSourceFailed { "service" } else { "gateway" };
        format!("[{server}, '{path}', {init}],")
    };
    // The script learns the ports from the page's address, since the policy must name the page's origin before
    // the gateway starts.
    let site = Site::with_script(&format!(
        "const ports = location.hash.slice(1).split(',');\n\
         const [gateway, service] = ports.map((port) => `http://localhost:${{port}}`);\n\
         for (const [server, path, init] of [{} [gateway, '{LAST}', {{}}]])\n\
         await fetch(server + path, init).catch(() => {{}});\n\
         report('asked');",
        CASES.map(ask).concat()
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
    let service = Service::start();

    let url = format!("{}/#{port},{}", site.origin(), service.address.port());
    let texts = told(browser, &site, &url);
    for (path, _, reason, is_asked_first) in CASES {
        let line = eventually(PATIENCE, || {
            let log = fs::read_to_string(&log).ok()? + &service.log();
            let mut lines = log.lines().filter(|line| line.contains("refused: "));
            lines.find(|line| line.contains(path)).map(str::to_owned)
        });
        let line = line.expect("who refuses says so");
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

/// A service whose source of origins is down, and what it writes down.
struct Service {
    address: SocketAddr,
    log: Arc<Mutex<String>>,
}

struct DatabaseThatIsDown;

impl OriginSource for DatabaseThatIsDown {
    async fn knows(&self, _: &OriginQuestion) -> Result<bool, OriginSourceError> {
        Err("no connection".into())
    }
}

impl Service {
    /// It ends with the process.
    fn start() -> Self {
        let log = Arc::new(Mutex::new(String::new()));
        let written = Arc::clone(&log);
        let observe = move |decision: &Decision<'_>, head: &HttpHead<'_>| {
            let Some(Err(reason)) = decision.verdict() else { return };
            let line = format!("refused: {reason} {}\n", head.uri);
            written.lock().expect("nobody panics").push_str(&line);
        };
        let policy = Policy::new(&Config::new().origin_source(true).methods(["PUT"]));
        let layer = CorsLayer::new(policy.expect("a policy"))
            .observe(observe)
            .ask(OriginAnswers::new(DatabaseThatIsDown));
        let router = Router::new().fallback(async || "orders").layer(layer);

        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        listener.set_nonblocking(true).expect("it need not wait");
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                axum::serve(listener, router).await.expect("it serves");
            });
        });
        Self { address, log }
    }

    fn log(&self) -> String {
        self.log.lock().expect("nobody panics").clone()
    }
}
