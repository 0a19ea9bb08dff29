//! Caddy's placeholders, and the two tests that every way of writing a matcher has.

use std::collections::HashMap;

use crate::import::At;
use crate::import::Condition;
use crate::import::Fits;
use crate::import::Piece;
use crate::import::Program;
use crate::import::Template;
use crate::import::split_closed;

/// The names of a site: matchers, and what maps make.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) program: Program,
    pub(super) matchers: HashMap<String, Result<Condition, String>>,
}

impl Names {
    /// A text with its placeholders.
    pub(super) fn template(&mut self, text: &str) -> Template {
        Template::with_holes(text, &['$', '{'], |mark, behind| {
            // `${1}` is what a map's expression caught.
            if mark == '$' {
                let (name, after) = split_closed(behind.strip_prefix('{')?, ['{', '}'])?;
                let group = name.parse::<usize>().ok()?;
                return Some((Template::of(Piece::Caught(String::new(), group.min(100))), after));
            }
            let (name, after) = split_closed(behind, ['{', '}'])?;
            Some((Template::of(self.placeholder(name)), after))
        })
    }

    pub(super) fn placeholder(&mut self, name: &str) -> Piece {
        let lower = name.to_ascii_lowercase();
        let header = ["http.request.header.", "header."];
        if let Some(header) = header.iter().find_map(|start| lower.strip_prefix(start)) {
            return request_header(header);
        }
        let caught = ["http.regexp.", "re."];
        if let Some(caught) = caught.iter().find_map(|start| name.strip_prefix(start)) {
            let (name, group) = caught.rsplit_once('.').unwrap_or(("", caught));
            return match group.parse::<usize>() {
                Ok(group) => Piece::Caught(name.to_owned(), group.min(100)),
                Err(_) => Piece::Unknown,
            };
        }
        match lower.as_str() {
            "method" | "http.request.method" => Piece::Method,
            "path"
            | "uri"
            | "http.request.uri"
            | "http.request.uri.path"
            | "http.request.orig_uri"
            | "http.request.orig_uri.path" => Piece::Path,
            _ => self.program.known(name).map_or(Piece::Unknown, Piece::Variable),
        }
    }
}

/// `header Origin https://*.example.com`: a star at an end stands for anything.
pub(super) fn header(field: &str, value: Option<&str>, at: At) -> Condition {
    if let Some(field) = field.strip_prefix('!') {
        return header(field, None, at).not();
    }
    let subject = Template::of(request_header(&field.to_ascii_lowercase()));
    let fits = match value {
        None | Some("*") => Fits::Found,
        Some(value) => match (value.strip_prefix('*'), value.strip_suffix('*')) {
            (Some(inside), Some(_)) => Fits::Contains(inside.trim_end_matches('*').to_owned()),
            (Some(end), None) => Fits::Ends(end.to_owned()),
            (None, Some(start)) => Fits::Starts(start.to_owned()),
            (None, None) => Fits::Texts { texts: vec![value.to_owned()], ignores_case: false },
        },
    };
    Condition::test(subject, fits, at)
}

pub(super) fn path(text: &str, at: At) -> Condition {
    let subject = Template::of(Piece::Path);
    let fits = match text.strip_suffix('*') {
        Some("" | "/") => return Condition::Always,
        Some(start) if start.ends_with('/') => Fits::Path(start.to_owned()),
        Some(start) => Fits::Starts(start.to_owned()),
        None => Fits::Texts { texts: vec![text.to_owned()], ignores_case: false },
    };
    Condition::test(subject, fits, at)
}

/// What a header of the request holds, if it is looked at.
pub(super) fn request_header(name: &str) -> Piece {
    match name {
        "origin" => Piece::Origin,
        "access-control-request-method" => Piece::AskedMethod,
        "access-control-request-headers" => Piece::AskedHeaders,
        _ => Piece::Unknown,
    }
}
