//! Every answer that a policy gives, by the header that says it: what a server of maps needs.

use std::collections::BTreeMap;

use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerValue;
use crosscheck::server::Answered;
use crosscheck::server::Edit;
use crosscheck::server::PathStatement;

/// What each kind of answer says in each header.
///
/// An answer has a key: the statement's number, the rule's behind a dot if one answers, and at the end
/// `-` for a preflight that is refused, `+` for one that is permitted. `none` is where nobody speaks.
#[derive(Debug)]
pub(crate) struct AnswerSheet<'p> {
    /// The headers that anything is said in; each with its values by key.
    pub(crate) headers: Vec<Column<'p>>,
}

/// A header, `None` for `Vary`, and its values by key.
type Column<'p> = (Option<AnswerHeader>, Vec<(String, HeaderValue<'p>)>);

/// A header's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HeaderValue<'p> {
    /// Text of tokens, commas and blanks.
    Text(&'p str),
    /// The request's own `Origin`.
    Origin,
    /// None, whatever the application says.
    Nothing,
    /// What the application says.
    Upstream,
}

impl<'p> AnswerSheet<'p> {
    pub(crate) fn of(statements: &[PathStatement<'p>]) -> Self {
        let mut columns: Vec<Column<'p>> = AnswerHeader::ALL
            .iter()
            .map(|header| (Some(*header), Vec::new()))
            .chain([(None, Vec::new())])
            .collect();
        let mut say = |header: Option<AnswerHeader>, key: &str, value: HeaderValue<'p>| {
            let column = columns.iter_mut().find(|(known, _)| *known == header);
            column.expect("every header has a column").1.push((key.to_owned(), value));
        };
        for (number, statement) in statements.iter().enumerate() {
            if statement.is_left() {
                let key = number.to_string();
                AnswerHeader::ALL
                    .iter()
                    .for_each(|header| say(Some(*header), &key, HeaderValue::Upstream));
                continue;
            }
            let rules = statement.rules().enumerate().map(|(rule, _)| Some(rule));
            for rule in [None].into_iter().chain(rules) {
                for (answered, sign) in ANSWERS {
                    if rule.is_none() && answered == Answered::PreflightPermitted {
                        continue;
                    }
                    let key = key(number, rule) + sign;
                    statement.edits(rule, answered).each(|edit| match edit {
                        Edit::Set(header, value) => {
                            say(Some(header), &key, HeaderValue::Text(value.text));
                        }
                        Edit::Echo(header) => say(Some(header), &key, HeaderValue::Origin),
                        Edit::Remove(header) => say(Some(header), &key, HeaderValue::Nothing),
                        Edit::Vary(names) => say(None, &key, HeaderValue::Text(names.text)),
                    });
                }
            }
        }
        if statements.iter().map(PathStatement::path).ne(["/"]) {
            // What is answered there may be the answer to somebody else, who spells the path otherwise.
            say(None, "none", HeaderValue::Text(AnswerValue::ORIGIN.text));
            say(None, "none-", HeaderValue::Text(AnswerValue::ORIGIN_AND_ASKED.text));
        }
        // What no CORS speaks through passes anyway.
        columns.retain(|(header, values)| match header {
            Some(header) if header.is_of_cors() => !values.is_empty(),
            _ => values.iter().any(|(_, value)| *value != HeaderValue::Upstream),
        });
        Self { headers: columns }
    }
}

/// The values of a header, each with the keys of the answers that have it.
pub(crate) fn keys_by_value<'a, 'p>(
    answers: &'a [(String, HeaderValue<'p>)],
) -> BTreeMap<HeaderValue<'p>, Vec<&'a str>> {
    let mut by_value: BTreeMap<HeaderValue<'p>, Vec<&str>> = BTreeMap::new();
    answers.iter().for_each(|(key, value)| by_value.entry(*value).or_default().push(key));
    by_value
}

/// The key of what a rule of a statement answers, or none of them.
pub(crate) fn key(statement: usize, rule: Option<usize>) -> String {
    match rule {
        Some(rule) => format!("{statement}.{rule}"),
        None => statement.to_string(),
    }
}

const ANSWERS: [(Answered, &str); 3] = [
    (Answered::Actual, ""),
    (Answered::PreflightRefused, "-"),
    (Answered::PreflightPermitted, "+"),
];
