//! The examples for axum and actix, run as they are, read by a real page.

use std::process::Command;

use conformance::binary;
use conformance::browser::Browser;
use conformance::site::Site;

#[test]
fn a_page_of_an_allowed_origin_uses_the_axum_example_and_another_does_not() {
    use_example("axum");
}

#[test]
fn a_page_of_an_allowed_origin_uses_the_actix_example_and_another_does_not() {
    use_example("actix");
}

fn use_example(name: &str) {
    if !Browser::Chromium.is_there_or_skip() {
        return;
    }
    // The script learns the example's port from the page's address, since the policy must name the
    // page's origin before the example starts.
    let script = "const api = `http://localhost:${location.hash.slice(1)}`;\n\
                  const headers = { authorization: 'Bearer secret', 'content-type': 'application/json' };\n\
                  const told = async (path, init) => {\n\
                    try {\n\
                      const answer = await fetch(api + path, init);\n\
                      const length = answer.ok ? (await answer.text()).length : 'error';\n\
                      return `${answer.status} ${length} ${answer.headers.get('x-total')}`;\n\
                    } catch (error) { return error.name; }\n\
                  };\n\
                  report([\n\
                    await told('/notes', { method: 'PUT', headers, body: '\"hello\"' }),\n\
                    await told('/notes', { headers }),\n\
                    await told('/export', { headers }),\n\
                    await told('/notes'),\n\
                    await told('/notes', { method: 'DELETE', headers }),\n\
                  ].join('; '));";
    let (allowed, other) = (Site::with_script(script), Site::with_script(script));
    let mut command = Command::new(binary::example(name));
    let serving = binary::start(command.args(["--port", "0", allowed.origin()]), 1);
    let port = serving.addresses[0].rsplit(':').next().expect("an address has a port");

    let refused = "TypeError; TypeError; TypeError; TypeError; TypeError";
    for (site, seen) in [
        // Written, read back, streamed; what needs signing in says so; what is not allowed is not.
        (&allowed, "201 0 null; 200 19 1; 200 3890 null; 401 error null; TypeError"),
        (&other, refused),
    ] {
        let url = format!("{}/#{port}", site.origin());
        let _page = Browser::Chromium.open(&url).expect("the browser starts");
        let report = site.report().expect("the page reports within a minute");
        assert_eq!(report.replace("%20", " ").replace("%3B", ";"), seen, "{}", site.origin());
    }
}
