//! What an import comes to: a policy's record, and all that it does not hold.

use crosscheck::server::Config;

use crate::Server;

/// What a server's configuration says of CORS.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Imported {
    /// Whose configuration it is.
    pub server: Server,
    /// The policy that it comes to, where it was understood. It is one: every risk that it takes is in `danger`.
    pub config: Config,
    /// The same, and an origin for each part that lets in more than a policy can say: each [`Remark::witness`] may do
    /// here what the server lets it do. Not a policy to be used, but to be compared with.
    pub config_with_witnesses: Config,
    /// What was not understood, or what a policy cannot say, in the order of the text.
    pub not_understood: Vec<Remark>,
    /// What was understood, and deserves a word: what has no effect there, and which risks it takes.
    pub notes: Vec<Remark>,
    /// How many parts of the configuration are about CORS.
    pub directives: usize,
}

/// Something to say about a part of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Remark {
    /// The line that it stands in, from 1; 0 if it is about the whole.
    pub line: usize,
    /// The column where it begins, from 1, counted in letters.
    pub column: usize,
    /// The part, as it is written there, cut if it is long.
    pub text: String,
    /// Why: a lower-case fragment.
    pub reason: String,
    /// If this part lets in more than a list of origins can say: an origin of those that were left out.
    pub witness: Option<String>,
    /// If this part is known but for its value, which is not in the file: what gives it, by its name (`process.env.ORIGIN`).
    pub given_by: Option<String>,
}

/// Why nothing could be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportError {
    /// It is more than is read.
    TooLarge,
    /// Nobody can tell what it is.
    NotRecognised,
    /// No reader is known for it.
    NoReader(Server),
    /// It is not in the language that it should be in.
    Malformed(Remark),
}

impl core::fmt::Display for ImportError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::TooLarge => {
                write!(f, "it has more than {} MiB", MOST_BYTES >> 20)
            }
            Self::NotRecognised => f.write_str("nothing in it tells whose configuration it is"),
            Self::NoReader(server) => {
                write!(f, "configurations of {} are not read", server.title())
            }
            Self::Malformed(Remark { line, column, reason, .. }) => {
                write!(f, "line {line}, column {column}: {reason}")
            }
        }
    }
}

impl core::error::Error for ImportError {}

/// How much is read.
pub(crate) const MOST_BYTES: usize = 4 << 20;
