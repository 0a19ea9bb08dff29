//! Browsers on the command line: `chromium`, `firefox@140`, `safari`, `all`.

use crosscheck::agent::Profile;

/// One browser, or the three that people use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Browsers {
    All,
    One(&'static Profile),
}

impl Browsers {
    /// `all`, or as [`profile`].
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self::All),
            _ => profile(text).map(Self::One).map_err(|error| match is_known(text) {
                true => error,
                false => format!("{error}, or all"),
            }),
        }
    }

    /// Whose profiles are meant, each once, Chromium's first and the standard's last.
    pub(crate) fn profiles(chosen: &[Self]) -> Vec<&'static Profile> {
        let mut profiles: Vec<&'static Profile> = Vec::new();
        for browsers in chosen {
            let added = match browsers {
                Self::All => &[&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT][..],
                Self::One(profile) => &[*profile],
            };
            profiles.extend(added);
        }
        let place =
            |profile: &Profile| Profile::ALL.iter().rposition(|one| one.name() == profile.name());
        profiles.sort_by_key(|profile| match place(profile) {
            Some(0) | None => usize::MAX,
            Some(place) => place,
        });
        profiles.dedup();
        profiles
    }
}

/// As [`Profile::of_release`], and by the names that the browsers of those engines are sold under.
pub(crate) fn profile(text: &str) -> Result<&'static Profile, String> {
    let (name, release) = halves(text);
    let name = match name {
        "chrome" | "edge" => "chromium",
        "safari" => "webkit",
        name => name,
    };
    Profile::of_release(&format!("{name}{release}")).map_err(|error| error.to_string())
}

/// Whether it is one of them, of whatever release.
fn is_known(text: &str) -> bool {
    profile(halves(text).0).is_ok()
}

/// `firefox` and `@140`.
fn halves(text: &str) -> (&str, &str) {
    text.split_at(text.find('@').unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_meant_once_and_the_standard_comes_last() {
        let names = |texts: &[&str]| {
            let chosen = texts.iter().map(|text| Browsers::parse(text).expect("a browser"));
            let profiles = Browsers::profiles(&chosen.collect::<Vec<_>>());
            let names =
                profiles.iter().map(|profile| format!("{}@{}", profile.name(), profile.release()));
            names.collect::<Vec<_>>().join(" ")
        };
        let today = names(&["all"]);
        assert_eq!(names(&["spec", "all", "firefox"]), format!("{today} spec@0"));
        assert_eq!(names(&["firefox@140", "firefox@141"]), "firefox@140 firefox@141");
    }
    #[test]
    fn engines_go_by_the_names_of_their_browsers_too() {
        for (name, engine) in
            [("chrome", "chromium"), ("edge@140", "chromium@140"), ("safari", "webkit")]
        {
            assert_eq!(Browsers::parse(name), Browsers::parse(engine), "{name}");
            assert!(Browsers::parse(name).is_ok(), "{name}");
        }
        let told = |text| Browsers::parse(text).expect_err("none");
        assert!(told("opera").ends_with(", or all"), "{}", told("opera"));
        assert!(!told("safari@old").contains("all"), "{}", told("safari@old"));
        assert!(profile("all").is_err());
    }
}
