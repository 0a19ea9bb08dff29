//! Who reads what a command writes: one option, one word for each kind of reader.

use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;

/// Who reads the output. Each command knows some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// People.
    Text,
    /// Programs: one JSON object; `version` changes when its shape does.
    Json,
    /// Code scanners: SARIF 2.1.0.
    Sarif,
    /// Test reports of CI servers: JUnit XML.
    Junit,
    /// GitHub Actions: commands that put findings beside the lines of a change.
    Github,
    /// A page: a table in Markdown, with evidence.
    Markdown,
}

impl Output {
    /// For people or for programs.
    pub(crate) const PLAIN: &'static [Self] = &[Self::Text, Self::Json];
    /// For CI as well.
    pub(crate) const WITH_CI: &'static [Self] =
        &[Self::Text, Self::Json, Self::Junit, Self::Github];

    /// Reads a word of those that a command knows.
    pub(crate) fn among(known: &'static [Self]) -> impl TypedValueParser<Value = Self> {
        let values = known.iter().filter_map(Self::to_possible_value);
        PossibleValuesParser::new(values)
            .map(|word| Self::from_str(&word, false).unwrap_or(Self::Text))
    }
}
