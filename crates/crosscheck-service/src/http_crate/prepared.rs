//! Whole answers, made with the policy and copied.

use crosscheck::server::Edit;
use crosscheck::server::Edits;
use http::HeaderMap;
use http::HeaderValue;

use super::line::append;
use super::line::append_vary;

/// The headers of an answer that has no others: nothing is to be taken away or to be merged with, so
/// they are made once and copied.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    headers: HeaderMap,
    /// Which of the lines is to be the request's `Origin`, if one is.
    echoed: Option<usize>,
}

impl Prepared {
    /// In: the edits, and the values of their policy.
    pub(crate) fn new(edits: &Edits<'_>, values: &[HeaderValue]) -> Self {
        let (mut headers, mut echoed) = (HeaderMap::new(), None);
        edits.each(|edit| {
            match edit {
                Edit::Set(header, value) => {
                    append(&mut headers, header, values[value.index].clone());
                }
                Edit::Echo(header) => {
                    // A preflight's answer names its reader once.
                    echoed = Some(headers.len());
                    append(&mut headers, header, HeaderValue::from_static(""));
                }
                Edit::Vary(names) => append_vary(&mut headers, values[names.index].clone()),
                Edit::Remove(_) => {}
            }
        });
        Self { headers, echoed }
    }

    /// In: the map, which is empty; the request's `Origin`, if the answer echoes it.
    #[inline(never)]
    pub(crate) fn copy_to(&self, headers: &mut HeaderMap, origin: Option<HeaderValue>) {
        headers.clone_from(&self.headers);
        if let (Some(place), Some(origin)) = (self.echoed, origin) {
            *headers.values_mut().nth(place).expect("a place is one of the lines") = origin;
        }
    }
}
