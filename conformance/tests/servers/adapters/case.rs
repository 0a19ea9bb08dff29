//! One row of the tables: a request to a server with a policy, and the head of its answer.

use crosscheck::server::Config;
use crosscheck::server::Policy;

/// A request to a server with a policy, whose handler answers with 200 and [`SAID`].
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) config: Config,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) lines: Vec<(&'static str, &'static str)>,
}

/// What the handler says by itself: its CORS must go, its `Vary` must stay.
pub(crate) const SAID: [(&str, &str); 5] = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-credentials", "true"),
    ("access-control-expose-headers", "x-inner"),
    ("vary", "Accept-Encoding"),
    ("x-total", "7"),
];

pub(crate) const APP: &str = "https://app.example";
pub(crate) const EVIL: &str = "https://evil.example";
pub(crate) const ORIGIN: &str = "origin";
pub(crate) const METHOD: &str = "access-control-request-method";
pub(crate) const HEADERS: &str = "access-control-request-headers";

impl Case {
    pub(crate) fn new(
        config: &Config,
        method: &'static str,
        path: &'static str,
        lines: &[(&'static str, &'static str)],
    ) -> Self {
        Self { config: config.clone(), method, path, lines: lines.to_vec() }
    }

    pub(crate) fn policy(&self) -> Policy {
        Policy::new(&self.config).expect("a sound policy")
    }
}

/// A case and what is said.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) case: Case,
    pub(crate) status: u16,
    pub(crate) told: &'static [&'static str],
}

/// `name: "GET" "/" [(ORIGIN, APP)] => 200 ["vary: Origin"];`
macro_rules! rows {
    ($config:expr; $($name:ident: $method:literal $path:literal [$($line:expr),*] => $status:literal [$($told:literal),* $(,)?];)*) => {
        /// All of them, of one policy.
        pub(crate) fn all() -> Vec<super::case::Row> {
            vec![$(super::case::Row {
                name: stringify!($name),
                case: super::case::Case::new(&$config, $method, $path, &[$($line),*]),
                status: $status,
                told: &[$($told),*],
            }),*]
        }

        $(
            #[test]
            fn $name() {
                let mut rows = all().into_iter();
                let row = rows.find(|row| row.name == stringify!($name)).expect("it is a row");
                super::all_say(&row.case, row.status, row.told);
            }
        )*
    };
}

pub(crate) use rows;

/// Texts as a configuration holds them.
pub(crate) fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

/// The head of an answer, as far as a policy has a say: its status, then its lines by name.
pub(crate) fn told<'a>(status: u16, lines: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
    let concerns = |name: &str| {
        name.starts_with("access-control-")
            || ["vary", "timing-allow-origin", "cross-origin-resource-policy"].contains(&name)
    };
    let mut lines: Vec<_> = lines
        .filter(|(name, _)| concerns(name))
        .map(|(name, value)| (name, value.escape_ascii()))
        .collect();
    // Stable: lines of one name stay in their order.
    lines.sort_by_key(|(name, _)| *name);
    let mut text = format!("{status}\n");
    lines.iter().for_each(|(name, value)| text.push_str(&format!("{name}: {value}\n")));
    text
}
