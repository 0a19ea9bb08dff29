//! Who is let in, as conditions on an origin come to it.

use crate::import::At;
use crate::import::Code;
use crate::import::DraftRule;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::Reader;
use crate::import::Regex;

/// Who is let in, of those who send an `Origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Everybody,
    /// Whose origin is one of these values: none for nobody.
    Listed(Vec<Literal>),
    /// Whose origin an expression fits, with its flags.
    Fits(At, String, String),
    /// Who is in one of these.
    Any(Vec<Self>),
    /// Not read: where it stands.
    Unknown(At),
    /// Who is not, or who is both: no list of a policy says so.
    Otherwise(At),
    Not(At, Box<Self>),
}

impl Who {
    pub(super) const NOBODY: Self = Self::Listed(Vec::new());

    pub(super) fn is_nobody(&self) -> bool {
        matches!(self, Self::Listed(items) if items.is_empty())
    }

    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Everybody, _) | (_, Self::Everybody) => Self::Everybody,
            (who, nobody) | (nobody, who) if nobody.is_nobody() => who,
            (Self::Any(mut all), Self::Any(others)) => {
                all.extend(others);
                Self::Any(all)
            }
            (Self::Any(mut all), other) => {
                all.push(other);
                Self::Any(all)
            }
            (who, other) => Self::Any(vec![who, other]),
        }
    }

    /// In: where it stands.
    pub(super) fn not(self, at: At) -> Self {
        match self {
            Self::Everybody => Self::NOBODY,
            Self::Not(_, who) => *who,
            Self::Unknown(at) => Self::Unknown(at),
            who if who.is_nobody() => Self::Everybody,
            who => Self::Not(at, Box::new(who)),
        }
    }

    /// Who is let in by a condition, and who without it. In: where it stands.
    pub(super) fn choose(at: At, condition: Self, then: Self, otherwise: Self) -> Self {
        match (condition, then, otherwise) {
            (Self::Everybody, then, _) => then,
            (condition, _, otherwise) if condition.is_nobody() => otherwise,
            (_, then, otherwise) if then == otherwise => then,
            (Self::Not(_, condition), then, otherwise) => {
                Self::choose(at, *condition, otherwise, then)
            }
            (condition, Self::Everybody, otherwise) => condition.or(otherwise),
            (condition, then, Self::Everybody) if then.is_nobody() => condition.not(at),
            (condition, then, otherwise) if then == condition => condition.or(otherwise),
            (Self::Unknown(at), ..) | (_, Self::Unknown(at), _) | (.., Self::Unknown(at)) => {
                Self::Unknown(at)
            }
            _ => Self::Otherwise(at),
        }
    }
}

impl DraftRule {
    /// Takes who is let in by a function; says what of it is not read.
    pub(crate) fn let_in(&mut self, who: &Who, code: &Code, reader: &mut Reader<'_>) {
        match who {
            Who::Everybody => self.origins.push("*".into()),
            Who::Listed(items) => {
                // No origin is a star.
                let mut items = items.clone();
                items.retain(|item| item.text() != Some("*"));
                let at = items.first().map_or(0, |item| item.at);
                let list = Literal { at, kind: LiteralKind::List(items) };
                self.literal_origins(&list, |_| None, reader);
            }
            Who::Fits(at, text, flags) => {
                self.origins_of(Regex::new(text, flags.contains('i')), *at, text, reader);
            }
            Who::Any(all) => all.iter().for_each(|who| self.let_in(who, code, reader)),
            Who::Unknown(at) => reader.miss(*at, code.line(*at), NOT_READ),
            Who::Otherwise(at) | Who::Not(at, _) => {
                reader.miss(*at, code.line(*at), "a policy lists who is let in, not who is not");
            }
        }
    }
}

const NOT_READ: &str =
    "a function is understood as far as it looks an origin up in lists, texts and expressions";
