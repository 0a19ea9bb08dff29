//! What an export comes to: files, and what they cannot say.

/// A policy in a server's own configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Export {
    /// Files, in the order in which they are put in place.
    pub files: Vec<ConfigFile>,
    /// Where the server will not do what the policy says.
    pub losses: Vec<Loss>,
}

/// A file of a server's configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigFile {
    /// A name for it: `crosscheck-maps.conf`.
    pub name: String,
    /// Where it belongs: `include it in http { }`.
    pub place: &'static str,
    /// Its lines, each with its end.
    pub text: String,
}

impl ConfigFile {
    /// Whether a text is one that was exported once: it says so in its first line, in PHP in the second.
    ///
    /// # Example
    /// ```
    /// use crosscheck_export::ConfigFile;
    /// assert!(ConfigFile::is_exported("# Written by `crosscheck export nginx`.\n"));
    /// assert!(!ConfigFile::is_exported("server { }\n"));
    /// ```
    pub fn is_exported(text: &str) -> bool {
        let mut lines = text.lines().skip_while(|line| *line == "<?php");
        let first = lines.next().unwrap_or_default();
        first.trim_start_matches(['#', '/', ' ']).starts_with("Written by `crosscheck export ")
    }

    pub(crate) fn new(name: &str, place: &'static str, text: String) -> Self {
        Self { name: name.to_owned(), place, text }
    }
}

/// Something that a policy says and a server cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// What it is about.
    pub kind: LossKind,
    /// What it comes to.
    pub effect: Effect,
    /// The place in the policy, or the path, if it is about one: `rules[2].origin_source`, `/api`.
    pub place: String,
    /// What the server does instead: a lower-case fragment.
    pub text: String,
}

impl Loss {
    pub(crate) fn new(kind: LossKind, effect: Effect, text: &str) -> Self {
        Self { kind, effect, place: String::new(), text: text.to_owned() }
    }

    pub(crate) fn at(self, place: String) -> Self {
        Self { place, ..self }
    }
}

/// What a loss is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum LossKind {
    /// Paths that servers read in more than one way.
    AmbiguousPath,
    /// Paths that a server hands on otherwise than it got them.
    MendedPath,
    /// Paths with `..`, which browsers resolve before they ask.
    ResolvedPath,
    /// Origins that are asked about while a server runs.
    OriginSource,
    /// Rules for single paths.
    Paths,
    /// Rules that differ by origin.
    RulesByOrigin,
    /// Origins or patterns.
    Origins,
    /// Methods.
    Methods,
    /// Request headers.
    RequestHeaders,
    /// Credentials.
    Credentials,
    /// How long a preflight's answer is kept.
    MaxAge,
    /// Headers beside those of CORS.
    OtherHeaders,
    /// What preflights ask for.
    UncheckedPreflight,
    /// Answers that a server gives by itself.
    OwnAnswers,
    /// What an application says of CORS by itself.
    Application,
    /// The header `Vary`, and so caches.
    Vary,
    /// A request with more than one `Origin` line.
    SeveralOrigins,
    /// Requests that more than one line of `Access-Control-Request-Headers` belongs to.
    SeveralHeaderLists,
    /// More origins than are looked through at a small cost.
    ManyOrigins,
    /// More rules by path than are looked through at a small cost.
    ManyPaths,
}

impl LossKind {
    /// Its name: `ambiguous-path`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AmbiguousPath => "ambiguous-path",
            Self::MendedPath => "mended-path",
            Self::ResolvedPath => "resolved-path",
            Self::OriginSource => "origin-source",
            Self::Paths => "paths",
            Self::RulesByOrigin => "rules-by-origin",
            Self::Origins => "origins",
            Self::Methods => "methods",
            Self::RequestHeaders => "request-headers",
            Self::Credentials => "credentials",
            Self::MaxAge => "max-age",
            Self::OtherHeaders => "other-headers",
            Self::UncheckedPreflight => "unchecked-preflight",
            Self::OwnAnswers => "own-answers",
            Self::Application => "application",
            Self::Vary => "vary",
            Self::SeveralOrigins => "several-origins",
            Self::SeveralHeaderLists => "several-header-lists",
            Self::ManyOrigins => "many-origins",
            Self::ManyPaths => "many-paths",
        }
    }
}

/// What a loss comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Effect {
    /// It differs only for requests that no browser sends.
    NotByBrowsers,
    /// It costs time.
    Costs,
    /// Some page may not do what the policy lets it.
    Narrower,
    /// Some page may do what the policy does not let it.
    Wider,
}

impl Effect {
    /// Its name: `narrower`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotByBrowsers => "not-by-browsers",
            Self::Costs => "costs",
            Self::Narrower => "narrower",
            Self::Wider => "wider",
        }
    }
}
