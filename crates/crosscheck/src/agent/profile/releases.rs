//! Browsers and their releases: which profile is meant by `firefox` or `firefox@140`.

use core::error::Error;
use core::fmt;

use super::browser::Browser;
use super::differences::Profile;

impl Browser {
    /// The oldest release that the rows tell of: those of November 2023.
    const fn oldest(self) -> u16 {
        match self {
            Self::Chromium | Self::Firefox => 119,
            Self::Webkit => 17,
        }
    }

    /// The newest release, which was recorded.
    const fn newest(self) -> u16 {
        match self {
            Self::Chromium => 156,
            Self::Firefox => 153,
            Self::Webkit => 26,
        }
    }

    /// How many releases are known.
    const fn count(self) -> usize {
        (self.newest() - self.oldest()) as usize + 1
    }

    /// A profile for each, the oldest first.
    #[expect(clippy::indexing_slicing, reason = "they are made while compiling")]
    const fn profiles<const COUNT: usize>(self) -> [Profile; COUNT] {
        let (mut profiles, mut index) = ([Profile::SPEC; COUNT], 0);
        while index < COUNT {
            profiles[index] = Profile::of(self, self.oldest() + index as u16);
            index += 1;
        }
        profiles
    }

    /// The same, as they are kept.
    fn releases(self) -> &'static [Profile] {
        static CHROMIUM: [Profile; Browser::Chromium.count()] = Browser::Chromium.profiles();
        static FIREFOX: [Profile; Browser::Firefox.count()] = Browser::Firefox.profiles();
        static WEBKIT: [Profile; Browser::Webkit.count()] = Browser::Webkit.profiles();
        match self {
            Self::Chromium => &CHROMIUM,
            Self::Firefox => &FIREFOX,
            Self::Webkit => &WEBKIT,
        }
    }
}

impl Profile {
    /// Chromium 156.
    pub const CHROMIUM: Self = Self::newest(Browser::Chromium);

    /// Firefox 153.
    pub const FIREFOX: Self = Self::newest(Browser::Firefox);

    /// WebKitGTK 2.50, which is Safari 26.
    pub const WEBKIT: Self = Self::newest(Browser::Webkit);

    /// All of them as they are today, the standard first.
    pub const ALL: &'static [&'static Self] =
        &[&Self::SPEC, &Self::CHROMIUM, &Self::FIREFOX, &Self::WEBKIT];

    const fn newest(browser: Browser) -> Self {
        Self::of(browser, browser.newest())
    }

    /// The profile of that name as it is today.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Profile;
    ///
    /// assert_eq!(Profile::named("webkit").unwrap().name(), "webkit");
    /// assert!(Profile::named("safari").is_none(), "Safari is WebKit");
    /// ```
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().copied().find(|profile| profile.name == name)
    }

    /// The profile that `chromium`, `firefox@140` or `webkit@18` means; WebKit's releases are Safari's.
    ///
    /// A release later than the recorded one is taken for it.
    ///
    /// # Errors
    ///
    /// If there is no such browser, or the release is no number, or older than what the rows tell of.
    ///
    /// ```
    /// use crosscheck::agent::Profile;
    ///
    /// // `Partitioned` means something to Firefox since 141.
    /// let old = Profile::of_release("firefox@140")?;
    /// assert!(!old.knows_partitioned_cookies());
    /// assert!(Profile::of_release("firefox")?.knows_partitioned_cookies());
    /// # Ok::<(), crosscheck::agent::profile::UnknownRelease>(())
    /// ```
    pub fn of_release(text: &str) -> Result<&'static Self, UnknownRelease> {
        let unknown = |why| UnknownRelease { why };
        let Some((name, release)) = text.split_once('@') else {
            return Self::named(text).ok_or_else(|| unknown(Why::Browser));
        };
        let browsers = [Browser::Chromium, Browser::Firefox, Browser::Webkit];
        let browser = browsers.into_iter().find(|browser| browser.name() == name);
        let browser = browser.ok_or_else(|| unknown(Why::Browser))?;
        let digits = release.split_once('.').map_or(release, |(major, _)| major);
        let release: u16 = digits.parse().map_err(|_| unknown(Why::Release))?;
        let older = || unknown(Why::Older { oldest: browser.oldest() });
        let number = release.checked_sub(browser.oldest()).ok_or_else(older)?;
        let releases = browser.releases();
        releases.get(usize::from(number)).or(releases.last()).ok_or_else(older)
    }
}

/// A browser or release of which nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownRelease {
    why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Browser,
    Release,
    Older { oldest: u16 },
}

impl fmt::Display for UnknownRelease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.why {
            Why::Browser => {
                f.write_str("no such browser; write spec, chromium, firefox or webkit, ")?;
                f.write_str("or a release of one as in firefox@140")
            }
            Why::Release => f.write_str("no such release; write a number as in firefox@140"),
            Why::Older { oldest } => {
                write!(f, "too old: what is known begins with release {oldest}")
            }
        }
    }
}

impl Error for UnknownRelease {}
