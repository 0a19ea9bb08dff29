//! The browsers that ask: each profile in one language, which is the user's and not the browser's.

use crosscheck::agent::Profile;

/// The standard's browser, Chromium, Firefox and WebKit.
pub static BROWSERS: [&Profile; 4] = [&SPEC, &CHROMIUM, &FIREFOX, &WEBKIT];

/// The browser of that name.
pub fn browser_named(name: &str) -> Option<&'static Profile> {
    BROWSERS.into_iter().find(|profile| profile.name == name)
}

const fn in_english(profile: Profile) -> Profile {
    Profile { accept_language: Some("en-US,en;q=0.9"), ..profile }
}

static SPEC: Profile = in_english(Profile::SPEC);
static CHROMIUM: Profile = in_english(Profile::CHROMIUM);
static FIREFOX: Profile = in_english(Profile::FIREFOX);
static WEBKIT: Profile = in_english(Profile::WEBKIT);
