//! The gateway in front of applications that others wrote, asked by their own clients.

mod events;
mod grpc;
mod over_tls;
mod upload;
mod vite;
mod websockets;

use conformance::browser::Browser;
use conformance::site::Site;

const ALL: [Browser; 3] = [Browser::Chromium, Browser::Firefox, Browser::Webkit];

/// What a site's page reports, opened in a browser with a gateway's port as its fragment.
fn reported(browser: Browser, site: &Site, port: &str) -> String {
    let _page = browser.open(&format!("{}/#{port}", site.origin())).expect("it starts");
    decoded(&site.report().expect("the page reports"))
}

fn decoded(text: &str) -> String {
    url::form_urlencoded::parse(format!("x={}", text.replace('+', "%2B")).as_bytes())
        .map(|(_, value)| value.into_owned())
        .collect()
}
