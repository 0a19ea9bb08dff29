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
