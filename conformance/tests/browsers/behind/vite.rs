//! Vite's development server: a page that it serves, changed while it is open.

use std::fs;

use conformance::browser::Browser;
use conformance::framework::App;
use conformance::framework::Kind;
use conformance::gateway::Gateway;
use conformance::remote::Remote;

#[test]
fn a_module_is_replaced_in_an_open_page() {
    if !Browser::Chromium.is_there_or_skip() {
        return;
    }
    let files = [
        ("vite.config.js", "export default { cacheDir: \".vite\", clearScreen: false };\n"),
        (
            "index.html",
            "<!doctype html><title>none</title><script type=module src=/main.js></script>",
        ),
        (
            "main.js",
            "import { text } from \"./text.js\";\ndocument.title = text;\n\
          document.documentElement.dataset.loads ??= performance.timeOrigin;\n\
          import.meta.hot.accept(\"./text.js\", (it) => (document.title = it.text));\n",
        ),
        ("text.js", "export const text = \"first\";\n"),
    ];
    let Some(mut app) = App::of_files_or_skip(Kind::Vite, files.into_iter()) else { return };
    let upstream = app.url().expect("it listens");
    let text = format!(
        "[gateway]\nadmin = \"127.0.0.1:0\"\n[cors]\norigins = []\n[[upstream]]\nurl = {upstream:?}\n"
    );
    let gateway = Gateway::start(&text, &[]);
    let url = format!("http://localhost:{}/", gateway.port());
    let mut page = Remote::open(Browser::Chromium, &url).expect("it opens");
    page.wait_for("document.title === 'first'").expect("Vite serves its modules");
    let opened = "crosscheck_answers_total{status=\"101\"}";
    conformance::process::eventually(conformance::process::PATIENCE, || gateway.counted(opened))
        .expect("its WebSocket goes through the gateway");
    let loaded = page.evaluate("performance.timeOrigin").expect("a number");
    fs::write(app.folder().join("text.js"), "export const text = \"second\";\n").expect("written");
    page.wait_for("document.title === 'second'").expect("it is told of the change");
    assert_eq!(page.evaluate("performance.timeOrigin").expect("a number"), loaded, "no new page");
    assert_eq!(gateway.counted(opened).as_deref(), Some("1"), "one WebSocket, which stays");
}
