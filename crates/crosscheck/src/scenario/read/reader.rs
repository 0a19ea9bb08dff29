//! Taking members out of what was written, and noting what is wrong with them.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::error::Problem;
use super::error::ScenarioError;
use super::node::Node;
use crate::wire::words::Word;

/// Where in a scenario: made a text only if there is something to say.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'p> {
    Whole,
    Member(&'p Self, &'p str),
    Item(&'p Self, usize),
}

impl Place<'_> {
    pub(super) fn text(self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Member(Self::Whole, name) => name.into(),
            Self::Member(within, name) => format!("{}.{name}", within.text()),
            Self::Item(within, index) => format!("{}[{index}]", within.text()),
        }
    }
}

/// Notes what is wrong.
#[derive(Debug, Default)]
pub(super) struct Notes(pub(super) Vec<ScenarioError>);

impl Notes {
    pub(super) fn note(&mut self, place: Place<'_>, problem: Problem) {
        if self.0.len() < MOST_ERRORS {
            self.0.push(ScenarioError { place: place.text(), problem });
        }
    }

    pub(super) fn wrong_kind(&mut self, place: Place<'_>, node: &Node<'_>, expected: &'static str) {
        self.note(place, Problem::WrongKind { found: node.kind(), expected });
    }

    pub(super) fn text(&mut self, place: Place<'_>, node: Node<'_>) -> Option<String> {
        match node {
            Node::Text(text) => Some(text.into_owned()),
            other => {
                self.wrong_kind(place, &other, "a text");
                None
            }
        }
    }

    pub(super) fn flag(&mut self, place: Place<'_>, node: &Node<'_>) -> bool {
        match node {
            Node::Bool(value) => *value,
            other => {
                self.wrong_kind(place, other, "true or false");
                false
            }
        }
    }

    pub(super) fn number<N: TryFrom<u64> + Default>(
        &mut self,
        place: Place<'_>,
        node: &Node<'_>,
        expected: &'static str,
    ) -> N {
        let number = match node {
            Node::Number(value) => N::try_from(*value).ok(),
            _ => None,
        };
        number.unwrap_or_else(|| {
            self.wrong_kind(place, node, expected);
            N::default()
        })
    }

    /// One of a closed set of words.
    pub(super) fn word<W: Word>(&mut self, place: Place<'_>, node: Node<'_>) -> Option<W> {
        let text = self.text(place, node)?;
        let word = W::ALL.iter().copied().find(|word| word.word() == text);
        if word.is_none() {
            let known = W::ALL.iter().map(|word| word.word()).collect();
            self.note(place, Problem::UnknownWord { word: text, known });
        }
        word
    }

    pub(super) fn list<'de>(&mut self, place: Place<'_>, node: Node<'de>) -> Vec<Node<'de>> {
        match node {
            Node::List(items) => items,
            other => {
                self.wrong_kind(place, &other, "a list");
                Vec::new()
            }
        }
    }

    pub(super) fn members<'de>(
        &mut self,
        place: Place<'_>,
        node: Node<'de>,
    ) -> Vec<(Cow<'de, str>, Node<'de>)> {
        let members = match node {
            Node::Members(members) => members,
            other => {
                self.wrong_kind(place, &other, "an object");
                return Vec::new();
            }
        };
        let mut names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
        names.sort_unstable();
        for pair in names.windows(2).filter(|pair| pair[0] == pair[1]) {
            self.note(Place::Member(&place, pair[0]), Problem::Repeated);
        }
        members
    }

    /// Header lines: pairs of a name and a value.
    pub(super) fn lines(&mut self, place: Place<'_>, node: Node<'_>) -> Vec<(String, String)> {
        let items = self.list(place, node);
        let mut lines = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let place = Place::Item(&place, index);
            match item {
                Node::List(pair) => match <[Node<'_>; 2]>::try_from(pair) {
                    Ok([Node::Text(name), Node::Text(value)]) => {
                        lines.push((name.into_owned(), value.into_owned()));
                    }
                    _ => self.note(place, NO_PAIR),
                },
                _ => self.note(place, NO_PAIR),
            }
        }
        lines
    }

    pub(super) fn unknown_member(&mut self, place: Place<'_>, name: &str, known: &[&'static str]) {
        self.note(Place::Member(&place, name), Problem::UnknownMember { known: known.to_vec() });
    }
}

const NO_PAIR: Problem =
    Problem::WrongKind { found: "something else", expected: "a pair of a name and a value" };

/// Errors that are told of one scenario: more say nothing that these do not.
const MOST_ERRORS: usize = 20;
