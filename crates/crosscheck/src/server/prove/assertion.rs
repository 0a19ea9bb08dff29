//! What must hold of a policy whatever else changes in it: assertions, decided for every origin and
//! every path at once.
//!
//! Owns how assertions are written and what they mean; `prover.rs` decides them.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use super::access::Access;
use crate::catalog::FindingKind;
use crate::catalog::Severity;
use crate::server::config::ConfigErrors;
use crate::server::config::Finding;
use crate::server::config::texts;
use crate::server::origin::Entry;
use crate::server::origin::OriginSet;
use crate::server::path::Place;
use crate::server::path::parse_rule_path;
use crate::server::prove::equivalence::TooManyOriginClasses;

/// A sentence about a policy: pages of these origins, on these paths, may or never do this.
///
/// With `outside` it speaks of all origins but these; with neither list, of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Assertion {
    /// What it is for, shown when it does not hold.
    pub name: String,
    /// The origins it speaks of: origins and patterns, as in the policy.
    pub origins: Vec<String>,
    /// The origins it does not speak of: it is about every other one.
    pub outside: Vec<String>,
    /// Paths, each with everything below it; without any, every path.
    pub paths: Vec<String>,
    /// What each of the origins may do on each of the paths: `read`, `read with credentials`,
    /// `send PUT`, `send any method`, `set x-token`, `set any header`, `read header x-total`,
    /// `read any header`, `measure time`.
    pub may: Vec<String>,
    /// What none of the origins may do on any of the paths. `send any method` stands for every
    /// method that needs permission, `set any header` and `read any header` for every such header.
    pub never: Vec<String>,
}

impl Assertion {
    /// Nothing is said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says what it is for.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::Assertion;
    /// let assertion = Assertion::new()
    ///     .name("accounts are ours alone")
    ///     .outside(["https://**.example.com"])
    ///     .paths(["/accounts"])
    ///     .never(["read with credentials"]);
    /// assert_eq!(
    ///     assertion.to_string(),
    ///     "all outside `https://**.example.com` on `/accounts` never read with credentials"
    /// );
    /// let app = Assertion::new().origins(["https://app.example.com"]).may(["read", "send PUT"]);
    /// assert_eq!(app.to_string(), "`https://app.example.com` may read, send PUT");
    /// ```
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Lists the origins it speaks of, in the place of what was listed.
    #[must_use]
    pub fn origins(mut self, origins: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.origins = texts(origins);
        self
    }

    /// Lists the origins it does not speak of, in the place of what was listed.
    #[must_use]
    pub fn outside(mut self, origins: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.outside = texts(origins);
        self
    }

    /// Lists its paths, in the place of what was listed.
    #[must_use]
    pub fn paths(mut self, paths: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.paths = texts(paths);
        self
    }

    /// Lists what pages may do, in the place of what was listed.
    #[must_use]
    pub fn may(mut self, accesses: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.may = texts(accesses);
        self
    }

    /// Lists what no page may do, in the place of what was listed.
    #[must_use]
    pub fn never(mut self, accesses: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.never = texts(accesses);
        self
    }

    /// Checks what is written, whatever the policy. Fails with everything that is wrong with it; each
    /// finding's path starts at a field: `never[1]`.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::Assertion;
    /// let never = |word: &str| Assertion::new().never([word]);
    /// assert!(never("read with credentials").check().is_ok());
    /// assert!(never("look").check().is_err());
    /// ```
    pub fn check(&self) -> Result<(), ConfigErrors> {
        Checked::new(self).map(|_| ()).map_err(ConfigErrors)
    }
}

impl fmt::Display for Assertion {
    /// A sentence, as a fragment: ``all outside `https://**.example.com` never read``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |texts: &[String]| {
            let texts: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
            texts.join(", ")
        };
        match (self.origins.as_slice(), self.outside.as_slice()) {
            ([], []) => f.write_str("every origin")?,
            ([], outside) => write!(f, "all outside {}", quoted(outside))?,
            (origins, _) => f.write_str(&quoted(origins))?,
        }
        if !self.paths.is_empty() {
            write!(f, " on {}", quoted(&self.paths))?;
        }
        let mut and = "";
        for (word, accesses) in [("may", &self.may), ("never", &self.never)] {
            if !accesses.is_empty() {
                write!(f, "{and} {word} {}", accesses.join(", "))?;
                and = ", and";
            }
        }
        Ok(())
    }
}

/// A request that shows that an assertion does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counterexample {
    /// The part of the assertion that it breaks: `may[0]`, `never[2]`.
    pub place: String,
    /// What the page may do, or may not.
    pub access: Access,
    /// The page's origin, as the browser sends it.
    pub origin: String,
    /// The path that it asks for.
    pub path: String,
    /// What allows it: an entry, and the list in which it stands. `None` if nothing answers.
    pub answered_by: Option<(String, String)>,
}

impl fmt::Display for Counterexample {
    /// A sentence, as a fragment: who may do what, though it should not, and why.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, access, origin, path, answered_by } = self;
        let verb = if place.starts_with("never") { "may" } else { "may not" };
        write!(f, "`{origin}` {verb} {access} on `{path}`")?;
        match answered_by {
            Some((entry, list)) => write!(f, ": `{entry}` in {list} answers it"),
            None => f.write_str(": no rule answers it"),
        }
    }
}

/// Why it is not known whether an assertion holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unproven {
    /// It is no assertion; everything that is wrong with it.
    Malformed(ConfigErrors),
    /// There is too much to look at.
    TooManyOriginClasses(TooManyOriginClasses),
    /// A rule asks about origins while the server runs, and who is known then decides.
    UnknownOrigins(UnknownOrigins),
    /// It speaks of a path that is left to its handler, of which nothing is known.
    LeftToHandler {
        /// The path.
        path: String,
    },
}

/// Where an assertion meets origins that are known only while the server runs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownOrigins {
    /// The part of the assertion that cannot be told: `may[0]`, `never[2]`.
    pub place: String,
    /// The rule's field: `rules[1].origin_source`.
    pub source: String,
    /// A path on which the rule is asked.
    pub path: String,
    /// An origin that it asks about.
    pub origin: String,
}

impl fmt::Display for UnknownOrigins {
    /// A sentence, as a fragment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, source, path, origin } = self;
        write!(
            f,
            "{place} is not to be proven: {source} asks about origins such as `{origin}` on `{path}` \
             while the server runs"
        )
    }
}

impl fmt::Display for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(errors) => errors.fmt(f),
            Self::TooManyOriginClasses(error) => error.fmt(f),
            Self::UnknownOrigins(unknown) => unknown.fmt(f),
            Self::LeftToHandler { path } => write!(
                f,
                "`{path}` is left to its handler, and who may read there is not known; let the \
                 assertion speak of other `paths`"
            ),
        }
    }
}

impl core::error::Error for Unproven {}

/// An assertion that was checked.
pub(crate) struct Checked {
    /// What its list of origins holds.
    pub(crate) spoken: OriginSet,
    /// Whether it is about the others.
    pub(crate) outside: bool,
    pub(crate) paths: BTreeSet<Place>,
    /// Place and meaning of each word.
    pub(crate) words: Vec<(String, Access)>,
}

impl Checked {
    pub(crate) fn new(assertion: &Assertion) -> Result<Self, Vec<Finding>> {
        let mut wrong = Wrong(Vec::new());
        let outside = !assertion.outside.is_empty();
        if outside && !assertion.origins.is_empty() {
            let reason =
                "an assertion is about `origins`, or about all `outside` of some; keep one";
            wrong.say("outside".into(), "", reason, None);
        }
        let (field, listed) = match outside {
            true => ("outside", &assertion.outside),
            false => ("origins", &assertion.origins),
        };
        let mut spoken = OriginSet::with_room_for(listed.len());
        spoken.any = listed.is_empty();
        let mut patterns = Vec::new();
        for (index, text) in listed.iter().enumerate() {
            match Entry::parse(text) {
                Ok(Entry::Any) => spoken.any = true,
                Ok(Entry::Null | Entry::File | Entry::Exact(_)) => drop(spoken.add_origin(text)),
                Ok(Entry::Patterns(more)) => patterns.extend(more),
                Err(error) => {
                    let place = format!("{field}[{index}]");
                    wrong.say(place, text, &error.reason, error.suggestion);
                }
            }
        }
        spoken.set_patterns(patterns);
        if outside && spoken.any {
            wrong.say("outside".into(), "*", "nobody is outside of all origins", None);
        }

        let mut paths = BTreeSet::new();
        if assertion.paths.is_empty() {
            paths.insert(Vec::new());
        }
        for (index, text) in assertion.paths.iter().enumerate() {
            match parse_rule_path(text) {
                Ok(path) => drop(paths.insert(path)),
                Err((reason, suggestion)) => {
                    wrong.say(format!("paths[{index}]"), text, &reason, suggestion);
                }
            }
        }

        let mut words = Vec::new();
        if assertion.may.is_empty() && assertion.never.is_empty() {
            let reason = "it says nothing; write what pages `may` do, or `never` do: \
                          `never = [\"read with credentials\"]`";
            wrong.say(String::new(), "", reason, None);
        }
        for (field, texts) in [("may", &assertion.may), ("never", &assertion.never)] {
            for (index, text) in texts.iter().enumerate() {
                let place = format!("{field}[{index}]");
                match text.parse::<Access>() {
                    Ok(access) if field == "never" && access.comes_with_read() => {
                        let reason = "whoever may read may do this, so no policy forbids it alone";
                        wrong.say(place, text, reason, Some("read".into()));
                    }
                    Ok(access) => words.push((place, access)),
                    Err(error) => wrong.say(place, text, &error.to_string(), None),
                }
            }
        }
        match wrong.0.is_empty() {
            true => Ok(Self { spoken, outside, paths, words }),
            false => Err(wrong.0),
        }
    }
}

/// What is wrong with an assertion.
struct Wrong(Vec<Finding>);

impl Wrong {
    fn say(&mut self, path: String, value: &str, reason: &str, suggestion: Option<String>) {
        self.0.push(Finding {
            severity: Severity::Error,
            kind: FindingKind::InvalidAssertion,
            path,
            value: value.into(),
            reason: reason.into(),
            suggestion,
        });
    }
}
