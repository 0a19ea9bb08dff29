//! The browser that asks a live server: everything a profile says, in the user's language.

use crosscheck::agent::Profile;
use crosscheck::agent::UserAgent;
use crosscheck::wire::registrable_domain;

/// A browser that remembers nothing, on a machine that need not be where the page's users are.
pub(crate) fn browser(profile: &'static Profile) -> UserAgent {
    let mut browser = UserAgent::new(profile);
    browser.accept_language = Some("en-US,en;q=0.9");
    browser.registrable_domain = registrable_domain;
    browser.judges_surroundings = false;
    browser
}

/// What a browser calls itself: the recorded releases, on Linux; `None` of the standard's, which is none.
pub(crate) fn user_agent(browser: &str) -> Option<&'static str> {
    Some(match browser {
        "chromium" => {
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 \
             Safari/537.36"
        }
        "firefox" => "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
        "webkit" => {
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 \
             Safari/605.1.15"
        }
        _ => return None,
    })
}
