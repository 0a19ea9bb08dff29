//! Browsers on the command line: `chromium`, `firefox@140`, `all`.

use crosscheck::agent::Profile;
use crosscheck::agent::profile::UnknownRelease;

/// One browser, or the three that people use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Browsers {
    All,
    One(&'static Profile),
}

impl Browsers {
    /// `all`, or as [`Profile::of_release`].
    pub(crate) fn parse(text: &str) -> Result<Self, UnknownRelease> {
        match text {
            "all" => Ok(Self::All),
            _ => Profile::of_release(text).map(Self::One),
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
}
