//! Makes of the rows one column for each browser: its profile.

/// The rows: a question, the standard's answer, and each browser's where it is another one.
///
/// Beside a browser's answer stands its evidence: the recorded scenario (`tests/data`) that the engine
/// gets wrong without it, or where else it is known from.
macro_rules! profiles {
    ($(
        $(#[doc = $question:literal])+
        $field:ident: $type:ty = $spec:expr;
        $($browser:ident = $value:expr, $evidence:literal;)*
    )+) => {
        /// One browser, as the list of its differences from the Fetch standard.
        ///
        /// Each field is a question, each profile a column of answers; [`Profile::DIFFERENCES`] tells
        /// them with their evidence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(clippy::exhaustive_structs, reason = "written with `..profile`, as others' answers are")]
        pub struct Profile {
            /// `spec`, `chromium`, `firefox` or `webkit`.
            pub name: &'static str,
            /// In whose words failures are written to the console.
            pub console: ConsoleStyle,
            $($(#[doc = $question])+ pub $field: $type,)+
        }

        impl Profile {
            /// The Fetch standard, to the letter.
            pub const SPEC: Self =
                Self { name: "spec", console: ConsoleStyle::None, $($field: $spec,)+ };

            /// Chromium 156.
            pub const CHROMIUM: Self = {
                let mut profile = Self::SPEC;
                profile.name = "chromium";
                profile.console = ConsoleStyle::Chromium;
                $($(set!(chromium, $browser, profile, $field, $value);)*)+
                profile
            };

            /// Firefox 153.
            pub const FIREFOX: Self = {
                let mut profile = Self::SPEC;
                profile.name = "firefox";
                profile.console = ConsoleStyle::Firefox;
                $($(set!(firefox, $browser, profile, $field, $value);)*)+
                profile
            };

            /// WebKitGTK 2.50.
            pub const WEBKIT: Self = {
                let mut profile = Self::SPEC;
                profile.name = "webkit";
                profile.console = ConsoleStyle::Webkit;
                $($(set!(webkit, $browser, profile, $field, $value);)*)+
                profile
            };

            /// Every question with its answers, in the order of the fields.
            pub const DIFFERENCES: &'static [Difference] = &[$(Difference {
                name: stringify!($field),
                question: concat!($($question),+),
                evidence: &[$((stringify!($browser), $evidence)),*],
                answer: |profile| format!("{:?}", profile.$field),
                without: |profile| Self { $field: Self::SPEC.$field, ..*profile },
            }),+];
        }
    };
}

/// Sets a field if the row is about the browser at hand.
macro_rules! set {
    (chromium, chromium, $profile:ident, $field:ident, $value:expr) => {
        $profile.$field = $value
    };
    (firefox, firefox, $profile:ident, $field:ident, $value:expr) => {
        $profile.$field = $value
    };
    (webkit, webkit, $profile:ident, $field:ident, $value:expr) => {
        $profile.$field = $value
    };
    ($one:ident, $another:ident, $profile:ident, $field:ident, $value:expr) => {};
}
