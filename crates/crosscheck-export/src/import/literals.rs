//! Literals in programs: texts, lists, tables, calls; as far as languages write them alike.
//!
//! No grammar of a language: what is not a literal is kept as it is written, and its reader says so.

use super::source::At;

/// A value in a program, and where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) at: At,
    pub(crate) kind: LiteralKind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LiteralKind {
    Text(String),
    /// An expression between slashes, and its flags.
    Regex(String, String),
    Number(i64),
    Truth(bool),
    List(Vec<Literal>),
    Table(Vec<(String, Literal)>),
    /// A call, with its arguments, some by name.
    Call(String, Arguments),
    /// A name, or anything else as it is written.
    Other(String),
}

impl Literal {
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            LiteralKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list, or the value itself as the only one; arguments of `List.of` and the like.
    pub(crate) fn items(&self) -> Vec<&Self> {
        match &self.kind {
            LiteralKind::List(list) => list.iter().flat_map(Self::items).collect(),
            LiteralKind::Call(name, arguments) if is_list(name) => {
                arguments.iter().flat_map(|(_, value)| value.items()).collect()
            }
            _ => vec![self],
        }
    }

    /// The items of a list, or of a call that only gathers them.
    pub(super) fn items_mut(&mut self) -> Vec<&mut Self> {
        match &mut self.kind {
            LiteralKind::List(list) => list.iter_mut().collect(),
            LiteralKind::Call(name, arguments) if is_list(name) => {
                arguments.iter_mut().map(|(_, value)| value).collect()
            }
            _ => Vec::new(),
        }
    }

    /// How it is written, shortly.
    pub(crate) fn shown(&self) -> String {
        match &self.kind {
            LiteralKind::Text(text) | LiteralKind::Other(text) => text.clone(),
            LiteralKind::Regex(text, flags) => format!("/{text}/{flags}"),
            LiteralKind::Number(number) => number.to_string(),
            LiteralKind::Truth(truth) => truth.to_string(),
            LiteralKind::List(_) => "[…]".into(),
            LiteralKind::Table(_) => "{…}".into(),
            LiteralKind::Call(name, _) => format!("{name}(…)"),
        }
    }
}

/// Calls that only gather their arguments.
fn is_list(name: &str) -> bool {
    let last = name.rsplit(['.', ':']).next().unwrap_or_default();
    let gathers = [
        "of",
        "asList",
        "vec!",
        "list",
        "List",
        "tuple",
        "set",
        "Set",
        "frozenset",
        "singleton",
        "singletonList",
        "listOf",
        "setOf",
        "arrayOf",
    ];
    gathers.contains(&last) || matches!(name, "AllowOrigin::list" | "Arrays.asList")
}

/// Arguments of a call, some by name.
pub(crate) type Arguments = Vec<(Option<String>, Literal)>;

/// A call in a chain: its name, its place, its arguments.
pub(crate) type Chained = (String, At, Arguments);
