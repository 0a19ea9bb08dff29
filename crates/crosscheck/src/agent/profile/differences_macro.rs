//! Makes of the rows one column for each browser, and for each of its releases.

/// The rows: a question, the standard's answer, and each browser's where it is another one.
///
/// Beside a browser's answer stands its evidence: the recorded scenario (`tests/data`) that the engine
/// gets wrong without it, or where else it is known from. `firefox before 141 = false, "…"` is what
/// releases before 141 answered; later such lines are about earlier releases.
macro_rules! profiles {
    ($(
        $(#[doc = $question:literal])+
        $field:ident: $type:ty = $spec:expr;
        $($browser:ident $(before $release:literal)? = $value:expr, $evidence:literal;)*
    )+) => {
        /// One browser, as the list of its differences from the Fetch standard.
        ///
        /// Each method is a question, each profile a column of answers; [`Profile::DIFFERENCES`] tells
        /// them with their evidence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Profile {
            pub(crate) name: &'static str,
            pub(crate) release: u16,
            pub(crate) console: ConsoleStyle,
            $(pub(crate) $field: $type,)+
        }

        impl Profile {
            /// `spec`, `chromium`, `firefox` or `webkit`.
            pub const fn name(&self) -> &'static str {
                self.name
            }

            /// The release: of Chromium, of Firefox, of Safari; of the standard 0.
            pub const fn release(&self) -> u16 {
                self.release
            }

            /// In whose words failures are written to the console.
            pub const fn console(&self) -> ConsoleStyle {
                self.console
            }

            $(
                $(#[doc = $question])+
                pub const fn $field(&self) -> $type {
                    self.$field
                }
            )+

            /// The Fetch standard, to the letter.
            pub const SPEC: Self =
                Self { name: "spec", release: 0, console: ConsoleStyle::None, $($field: $spec,)+ };

            /// A release of a browser: what it answers today, and where it is older what it answered then.
            pub(super) const fn of(browser: Browser, release: u16) -> Self {
                let mut profile = Self::SPEC;
                profile.name = browser.name();
                profile.release = release;
                profile.console = browser.console();
                $($(
                    if matches!(browser, browser!($browser)) $(&& release < $release)? {
                        profile.$field = $value;
                    }
                )*)+
                profile
            }

            /// Every question with its answers, in the order of the fields.
            pub const DIFFERENCES: &'static [Difference] = &[$(Difference {
                name: stringify!($field),
                question: concat!($($question),+),
                evidence: &[$(Evidence {
                    browser: browser!($browser).name(),
                    before: release!($($release)?),
                    source: $evidence,
                }),*],
                answer: |profile| format!("{:?}", profile.$field),
                without: |profile| Self { $field: Self::SPEC.$field, ..*profile },
            }),+];
        }
    };
}

/// The browser of a row's line.
macro_rules! browser {
    (chromium) => {
        Browser::Chromium
    };
    (firefox) => {
        Browser::Firefox
    };
    (webkit) => {
        Browser::Webkit
    };
}

/// The release of a row's line, if it has one.
macro_rules! release {
    () => {
        None
    };
    ($release:literal) => {
        Some($release)
    };
}
