//! An upload to Express with a progress bar, which `XMLHttpRequest` alone can draw.

use conformance::browser::Browser;
use conformance::framework::App;
use conformance::framework::Kind;
use conformance::gateway::Gateway;
use conformance::site::Site;

use super::reported;

#[test]
fn a_progress_bar_tells_what_the_server_has() {
    if !Browser::Chromium.is_there_or_skip() {
        return;
    }
    let files = [("app.js", include_str!("upload.js"))];
    let Some(mut app) = App::of_files_or_skip(Kind::Express, files.into_iter()) else { return };
    let upstream = app.url().expect("it listens");
    let site = Site::with_script(include_str!("upload-page.js"));
    let text =
        format!("[cors]\norigins = [{:?}]\n[[upstream]]\nurl = {upstream:?}\n", site.origin());
    let gateway = Gateway::start(&text, &[]);
    let seen = reported(Browser::Chromium, &site, gateway.port());
    let told: Vec<&str> = seen.split(' ').collect();
    let [came, steps, at_half] = told[..] else { panic!("{seen}") };
    assert_eq!(came, "true", "every byte, in its order");
    assert!(steps.parse::<u32>().is_ok_and(|steps| steps > 5), "{seen}");
    // What is not there yet is in the buffers of two connections, which the system makes as large as it likes.
    assert!(at_half.parse::<f64>().is_ok_and(|part| part > 0.15), "{seen}");
}
