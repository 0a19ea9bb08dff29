//! Literals of JavaScript: strings, objects, and whatever else stands in their place.

/// A value as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    /// A string; of a template what stands in it.
    Text(String),
    /// An object's properties, in order.
    Object(Vec<(String, Self)>),
    /// Anything else, as it is written.
    Other(String),
}

/// How deep objects are looked into.
const DEEPEST: usize = 8;

impl Literal {
    /// Reads one at the beginning of a text; gives what follows it.
    pub(super) fn read(text: &str) -> Option<(Self, &str)> {
        Self::read_within(text, DEEPEST)
    }

    fn read_within(text: &str, deepest: usize) -> Option<(Self, &str)> {
        let text = without_comments(text);
        // `new Headers({…})` and `new URLSearchParams({…})` are what they are made of.
        if let Some(inside) = constructed(text) {
            let (value, rest) = Self::read_within(inside, deepest.checked_sub(1)?)?;
            return Some((value, rest.trim_start().strip_prefix(')').unwrap_or(rest)));
        }
        match text.chars().next()? {
            quote @ ('"' | '\'' | '`') => {
                string(&text[1..], quote).map(|(s, rest)| (Self::Text(s), rest))
            }
            '{' if deepest > 0 => object(&text[1..], deepest - 1),
            _ => {
                let end = expression_end(text);
                let written = text[..end].trim().to_owned();
                // `JSON.stringify({…})` is a string, whatever is in it.
                (end > 0).then_some((Self::Other(written), &text[end..]))
            }
        }
    }

    /// A property of an object, whatever its capitals.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(properties) = self else { return None };
        properties
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The string that it is.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is written as nothing.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Other(written) if matches!(written.as_str(), "null" | "undefined" | "false"))
    }
}

/// What follows blanks and comments.
fn without_comments(text: &str) -> &str {
    let mut text = text.trim_start();
    loop {
        let end = match text.get(..2) {
            Some("//") => text.find('\n'),
            Some("/*") => text.find("*/").map(|at| at + 2),
            _ => return text,
        };
        text = end.map_or("", |end| text[end..].trim_start());
    }
}

/// What stands in the parentheses of a constructor that takes a literal's form.
fn constructed(text: &str) -> Option<&str> {
    let inside = ["new Headers(", "new HttpHeaders("].iter().find_map(|c| text.strip_prefix(c))?;
    inside.trim_start().starts_with('{').then_some(inside)
}

fn string(text: &str, quote: char) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            return Some((value, &text[at + 1..]));
        }
        if letter != '\\' {
            value.push(letter);
            continue;
        }
        match letters.next()?.1 {
            'n' => value.push('\n'),
            'r' => value.push('\r'),
            't' => value.push('\t'),
            'u' => {
                let hex: String = letters.by_ref().take(4).map(|(_, letter)| letter).collect();
                let code = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32);
                value.push(code.unwrap_or('\u{fffd}'));
            }
            other => value.push(other),
        }
    }
    None
}

fn object(text: &str, deepest: usize) -> Option<(Literal, &str)> {
    let mut properties = Vec::new();
    let mut rest = without_comments(text);
    loop {
        if let Some(rest) = rest.strip_prefix('}') {
            return Some((Literal::Object(properties), rest));
        }
        let (name, after) = match rest.chars().next()? {
            quote @ ('"' | '\'' | '`') => string(&rest[1..], quote)?,
            _ => {
                let end = rest.find([':', ',', '}'])?;
                (rest[..end].trim().to_owned(), &rest[end..])
            }
        };
        let after = without_comments(after);
        rest = match after.strip_prefix(':') {
            Some(after) => {
                let (value, after) = Literal::read_within(after, deepest)?;
                properties.push((name, value));
                // What follows a string in an expression says nothing that is known.
                &after[expression_end(after)..]
            }
            // A shorthand: a variable of that name.
            None => {
                properties.push((name.clone(), Literal::Other(name)));
                after
            }
        };
        rest = without_comments(rest);
        rest = without_comments(rest.strip_prefix(',').unwrap_or(rest));
    }
}

/// Where an expression ends: at a comma or a closing bracket that is not within it.
pub(super) fn expression_end(text: &str) -> usize {
    let mut open = 0usize;
    let mut quote = None;
    let mut is_escaped = false;
    for (at, letter) in text.char_indices() {
        if let Some(closing) = quote {
            match letter {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                letter if letter == closing => quote = None,
                _ => {}
            }
            continue;
        }
        match letter {
            '"' | '\'' | '`' => quote = Some(letter),
            '(' | '[' | '{' => open += 1,
            ')' | ']' | '}' if open == 0 => return at,
            ')' | ']' | '}' => open -= 1,
            ',' | ';' if open == 0 => return at,
            _ => {}
        }
    }
    text.len()
}
