//! Whole answers, made with the policy and copied.

use crosscheck::server::Edit;
use crosscheck::server::Edits;
use http::HeaderMap;
use http::HeaderValue;
use http::header;

use super::line::append;
use super::names::ANSWER_NAMES;

/// The headers of an answer that has no others: nothing is to be taken away or to be merged with, so
/// they are made once and copied.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    headers: HeaderMap,
    /// Which of the lines are to be the request's `Origin`.
    echoed: Vec<usize>,
}

impl Prepared {
    /// In: the edits, and the values of their policy.
    pub(crate) fn new(edits: &Edits<'_>, values: &[HeaderValue]) -> Self {
        let (mut headers, mut echoed) = (HeaderMap::new(), Vec::new());
        edits.each(|edit| {
            let (name, value) = match edit {
                Edit::Set(header, value) => (&ANSWER_NAMES[header as usize], &values[value.index]),
                Edit::Echo(header) => {
                    echoed.push(headers.len());
                    (&ANSWER_NAMES[header as usize], &HeaderValue::from_static(""))
                }
                Edit::Vary(names) => (&header::VARY, &values[names.index]),
                Edit::Remove(_) => return,
            };
            append(&mut headers, name, value.clone());
        });
        Self { headers, echoed }
    }

    pub(crate) fn copy_to(&self, headers: &mut HeaderMap, origin: &HeaderValue) {
        headers.clone_from(&self.headers);
        for place in &self.echoed {
            let line = headers.values_mut().nth(*place);
            line.expect("a place is one of the lines").clone_from(origin);
        }
    }
}
