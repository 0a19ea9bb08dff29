//! What variables of nginx hold: those of a request, and those that maps make.

use std::collections::HashMap;

use super::blocks::Directive;
use crate::import::Case;
use crate::import::Fits;
use crate::import::Map;
use crate::import::Piece;
use crate::import::Program;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Template;
use crate::import::split_closed;
use crate::import::split_while;

/// The variables of a configuration.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) program: Program,
}

impl Names {
    /// Finds the variables that are set or mapped anywhere.
    pub(super) fn of(directives: &[Directive]) -> Self {
        let mut names = Self::default();
        names.find(directives);
        names
    }

    fn find(&mut self, directives: &[Directive]) {
        for directive in directives {
            let name = match directive.name.as_str() {
                "set" => directive.argument(0),
                "map" => directive.argument(1),
                _ => None,
            };
            if let Some(name) = name.and_then(|name| name.strip_prefix('$')) {
                // A request's own stays what it is.
                if request(name).is_none() {
                    self.program.variable(name);
                }
            }
            if directive.name != "map" {
                self.find(directive.inner());
            }
        }
    }

    /// Reads the maps, wherever they stand.
    pub(super) fn read_maps(&mut self, directives: &[Directive], reader: &mut Reader<'_>) {
        for directive in directives {
            if directive.name == "map" {
                self.read_map(directive, reader);
            } else {
                self.read_maps(directive.inner(), reader);
            }
        }
    }

    fn read_map(&mut self, directive: &Directive, reader: &mut Reader<'_>) {
        let (Some(source), Some(name)) = (directive.argument(0), directive.argument(1)) else {
            return;
        };
        let Some(variable) = self.program.known(name.trim_start_matches('$')) else { return };
        let subject = self.template(source);
        let (mut texts, mut fits, mut default) = (HashMap::new(), Vec::new(), Template::default());
        let tells_origin = source.contains("http_origin");
        for line in directive.inner() {
            let value = self.template(line.argument(0).unwrap_or_default());
            if tells_origin {
                reader.count();
            }
            match line.name.as_str() {
                "default" => default = value,
                "hostnames" | "volatile" => {}
                "include" => {
                    if tells_origin {
                        let text = format!("include {};", line.argument(0).unwrap_or_default());
                        let reason = "what a file includes is not read: put its text in this place";
                        reader.miss(line.at, &text, reason);
                    }
                }
                key => match key.strip_prefix('~') {
                    None => {
                        let key = key.strip_prefix('\\').unwrap_or(key);
                        texts.entry(key.to_ascii_lowercase()).or_insert(value);
                    }
                    Some(regex) => {
                        let (regex, ignores_case) = match regex.strip_prefix('*') {
                            Some(regex) => (regex, true),
                            None => (regex, false),
                        };
                        match Regex::new(regex, ignores_case) {
                            Ok(regex) => {
                                let name = String::new();
                                fits.push(Case::Fits(Fits::Regex { regex, name }, value));
                            }
                            Err(reason) if tells_origin => reader.miss(line.at, key, &reason),
                            Err(_) => {}
                        }
                    }
                },
            }
        }
        let mut cases = vec![Case::Texts(texts)];
        cases.extend(fits);
        let map = Map { subject, cases, default, ignores_case: true };
        self.program.set_map(variable, map);
    }

    /// A text with its variables.
    pub(super) fn template(&self, text: &str) -> Template {
        Template::with_holes(text, &['$'], |_, behind| {
            let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            let named = behind.strip_prefix('{').and_then(|name| split_closed(name, ['{', '}']));
            let (name, after) = named.unwrap_or_else(|| split_while(behind, is_of_name));
            let piece = if name.is_empty() { Piece::Text("$".into()) } else { self.piece(name) };
            Some((Template::of(piece), after))
        })
    }

    fn piece(&self, name: &str) -> Piece {
        if let Ok(group) = name.parse::<usize>() {
            return Piece::Caught(String::new(), group.min(100));
        }
        request(name)
            .or_else(|| self.program.known(name).map(Piece::Variable))
            .unwrap_or(Piece::Unknown)
    }
}

/// What a variable of a request or of what is behind holds, if it is looked at.
fn request(name: &str) -> Option<Piece> {
    Some(match name {
        "http_origin" => Piece::Origin,
        "request_method" => Piece::Method,
        "http_access_control_request_method" => Piece::AskedMethod,
        "http_access_control_request_headers" => Piece::AskedHeaders,
        "request_uri" | "uri" | "document_uri" => Piece::Path,
        _ => {
            let header =
                name.strip_prefix("upstream_http_").or_else(|| name.strip_prefix("sent_http_"));
            return header.map(|header| Piece::Upstream(header.replace('_', "-")));
        }
    })
}
