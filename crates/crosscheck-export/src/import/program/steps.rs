//! A program: statements, conditions, headers, and the tables that variables are found by.

use std::cell::Cell;
use std::collections::HashMap;

use super::template::Template;
use crate::import::regex::Regex;
use crate::import::source::At;

/// A configuration, as far as it is about CORS.
#[derive(Debug, Default)]
pub(crate) struct Program {
    pub(crate) statements: Vec<Statement>,
    /// By what each variable is found, by number, if it is not set by statements.
    maps: Vec<Option<Map>>,
    names: HashMap<String, usize>,
    /// How many steps were taken, whoever asked.
    spent: Cell<u64>,
}

/// A table: the first case that fits says what a variable is.
#[derive(Debug)]
pub(crate) struct Map {
    pub(crate) subject: Template,
    pub(crate) cases: Vec<Case>,
    pub(crate) default: Template,
    /// Whether texts are looked up whatever their case; they are in lower case then.
    pub(crate) ignores_case: bool,
}

/// A case of a map.
#[derive(Debug)]
pub(crate) enum Case {
    /// Texts, each with its value.
    Texts(HashMap<String, Template>),
    /// What fits, with its value.
    Fits(Fits, Template),
}

/// A step.
#[derive(Debug)]
pub(crate) enum Statement {
    /// A variable gets a value.
    Set(usize, Template),
    /// Steps that are taken on a condition.
    If(Condition, Vec<Self>),
    /// The first whose condition holds is taken, and no other.
    First(Vec<(Condition, Vec<Self>)>),
    /// A header of the answer.
    Header(Header),
    /// These headers are written when all is done, and none that such a step named before.
    Instead(Vec<Header>),
    /// Steps of which one that answers ends only these.
    Phase(Vec<Self>),
    /// What is behind the server answers, if the server did not: what it says of who may read is there now.
    /// Only where a configuration takes that away somewhere, and so leaves it elsewhere on purpose.
    Upstream,
    /// The server answers by itself.
    Answer(u16),
}

/// What is done to a header.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) action: Action,
    /// In lower case.
    pub(crate) name: String,
    pub(crate) value: Template,
    pub(crate) at: At,
}

/// How a header is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Add,
    Set,
    SetIfAbsent,
    Merge,
    Remove,
}

/// Whether something holds for a request.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Always,
    Never,
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
    Test(Test),
}

/// A text is held against something.
#[derive(Clone, Debug)]
pub(crate) struct Test {
    pub(crate) subject: Template,
    pub(crate) fits: Fits,
    pub(crate) at: At,
}

/// What a text is held against.
#[derive(Clone, Debug)]
pub(crate) enum Fits {
    /// It is there, and not empty.
    Present,
    /// It is there, even if it is empty.
    Found,
    /// It is one of these, in lower case if that is ignored.
    Texts { texts: Vec<String>, ignores_case: bool },
    /// It begins so.
    Starts(String),
    /// It is this path or one below it.
    Path(String),
    /// It ends so.
    Ends(String),
    /// It holds this.
    Contains(String),
    /// An expression fits; what its groups caught has a name.
    Regex { regex: Regex, name: String },
}

impl Program {
    /// Counts a step.
    pub(crate) fn spend(&self) {
        self.spent.set(self.spent.get() + 1);
    }

    /// Whether more was asked than is answered.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent.get() > MOST_STEPS
    }

    /// The number of a variable, which is made if need be.
    pub(crate) fn variable(&mut self, name: &str) -> usize {
        if let Some(number) = self.names.get(name) {
            return *number;
        }
        let number = self.maps.len();
        self.maps.push(None);
        self.names.insert(name.to_owned(), number);
        number
    }

    /// Finds a variable by a table from now on.
    pub(crate) fn set_map(&mut self, variable: usize, map: Map) {
        if let Some(known) = self.maps.get_mut(variable) {
            *known = Some(map);
        }
    }

    /// The table that a variable is found by, if there is one.
    pub(crate) fn map(&self, variable: usize) -> Option<&Map> {
        self.maps.get(variable)?.as_ref()
    }

    /// The tables of all variables.
    pub(crate) fn maps(&self) -> impl Iterator<Item = &Map> {
        self.maps.iter().flatten()
    }

    /// The number of a variable, if it is known.
    pub(crate) fn known(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }
}

impl Statement {
    /// The same said beside what stands there; `None` if it only takes something away.
    pub(crate) fn beside(self) -> Option<Self> {
        match self {
            Self::Header(Header { action: Action::Remove, .. }) => None,
            Self::Header(header) => Some(Self::Header(Header { action: Action::Add, ..header })),
            Self::If(condition, then) => {
                let then = then.into_iter().filter_map(Self::beside).collect();
                Some(Self::If(condition, then))
            }
            other => Some(other),
        }
    }

    /// Whether it takes away who may read by what is behind the server.
    pub(crate) fn silences_upstream(&self) -> bool {
        match self {
            Self::Header(header) => {
                header.action == Action::Remove && header.name == "access-control-allow-origin"
            }
            Self::If(_, then) | Self::Phase(then) => then.iter().any(Self::silences_upstream),
            _ => false,
        }
    }
}

impl Condition {
    pub(crate) fn test(subject: Template, fits: Fits, at: At) -> Self {
        Self::Test(Test { subject, fits, at })
    }

    pub(crate) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}

/// How many steps all questions together may take: seconds, whatever the configuration.
const MOST_STEPS: u64 = 20_000_000;
