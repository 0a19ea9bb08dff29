//! The browser that asks a live server: everything a profile says, in the user's language.

use crosscheck::agent::Profile;
use crosscheck::agent::UserAgent;

/// A browser that remembers nothing, on a machine that need not be where the page's users are.
pub(crate) fn browser(profile: &'static Profile) -> UserAgent {
    let mut browser = UserAgent::new(profile);
    browser.accept_language = Some("en-US,en;q=0.9");
    browser.judges_surroundings = false;
    browser
}

/// What a release of a browser calls itself, on Linux; `None` of the standard's, which is none.
pub(crate) fn user_agent(profile: &Profile) -> Option<String> {
    let release = profile.release();
    let (engine, product) = match profile.name() {
        "chromium" => (
            "AppleWebKit/537.36 (KHTML, like Gecko)",
            format!("Chrome/{release}.0.0.0 Safari/537.36"),
        ),
        "firefox" => {
            let product = format!("Gecko/20100101 Firefox/{release}.0");
            // Up to 119 sites were told of 109, since some took 110 for Internet Explorer 11.
            let told = if release < 120 { 109 } else { release };
            return Some(format!("Mozilla/5.0 (X11; Linux x86_64; rv:{told}.0) {product}"));
        }
        "webkit" => (
            "AppleWebKit/605.1.15 (KHTML, like Gecko)",
            format!("Version/{release}.0 Safari/605.1.15"),
        ),
        _ => return None,
    };
    Some(format!("Mozilla/5.0 (X11; Linux x86_64) {engine} {product}"))
}

#[cfg(test)]
mod tests {
    use crosscheck::agent::Profile;

    use super::user_agent;

    #[test]
    fn a_release_calls_itself_by_its_number() {
        for (release, said) in [
            ("chromium", Some("Chrome/156.0.0.0 ")),
            ("chromium@130", Some("Chrome/130.0.0.0 ")),
            ("firefox@140", Some("rv:140.0) Gecko/20100101 Firefox/140.0")),
            ("firefox@119", Some("rv:109.0) Gecko/20100101 Firefox/119.0")),
            ("webkit@18", Some("Version/18.0 Safari")),
            ("spec", None),
        ] {
            let profile = Profile::of_release(release).expect("a release");
            let name = user_agent(profile);
            assert_eq!(name.is_some(), said.is_some(), "{release}");
            assert!(said.is_none_or(|said| name.is_some_and(|name| name.contains(said))));
        }
    }
}
