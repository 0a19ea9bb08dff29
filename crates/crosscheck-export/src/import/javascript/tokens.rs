//! Words and signs of a function.

use crate::import::cut::split_while;

/// A word or a sign, where it begins, and whether a line ended before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) begins_line: bool,
    pub(super) kind: TokenKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word(String),
    Text(String),
    /// A text with holes.
    Template,
    Regex(String, String),
    Sign(&'static str),
}

/// Cuts a text; `None` if something in it is none of these.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut all: Vec<Token> = Vec::new();
    let mut left = text;
    loop {
        let (blanks, rest) = split_while(left, char::is_whitespace);
        let Some(first) = rest.chars().next() else { return Some(all) };
        let (kind, after) = match first {
            '"' | '\'' | '`' => quoted(rest)?,
            '/' if may_be_regex(all.last()) => regex(rest)?,
            _ if is_of_word(first) => {
                let (word, after) = split_while(rest, is_of_word);
                (TokenKind::Word(word.to_owned()), after)
            }
            _ => SIGNS
                .iter()
                .find_map(|sign| Some((TokenKind::Sign(sign), rest.strip_prefix(sign)?)))?,
        };
        let (at, begins_line) = (text.len() - rest.len(), blanks.contains('\n'));
        all.push(Token { at, begins_line, kind });
        left = after;
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

/// Behind a value a slash divides.
fn may_be_regex(before: Option<&Token>) -> bool {
    match before.map(|token| &token.kind) {
        None => true,
        Some(TokenKind::Sign(sign)) => ![")", "]", "}"].contains(sign),
        Some(TokenKind::Word(word)) => word == "return",
        Some(_) => false,
    }
}

/// A text in quotation marks, and what is behind it.
fn quoted(text: &str) -> Option<(TokenKind, &str)> {
    let mut letters = text.chars();
    let quote = letters.next()?;
    let (mut inside, mut has_holes) = (String::new(), false);
    loop {
        match letters.next()? {
            '\\' => match letters.next()? {
                letter @ ('\\' | '/' | '"' | '\'' | '`') => inside.push(letter),
                _ => has_holes = true,
            },
            '\n' if quote != '`' => return None,
            '$' if quote == '`' && letters.as_str().starts_with('{') => has_holes = true,
            letter if letter == quote => {
                let kind = if has_holes { TokenKind::Template } else { TokenKind::Text(inside) };
                return Some((kind, letters.as_str()));
            }
            letter => inside.push(letter),
        }
    }
}

/// An expression between slashes, and what is behind it.
fn regex(text: &str) -> Option<(TokenKind, &str)> {
    let mut letters = text.strip_prefix('/')?.chars();
    let (mut inside, mut in_class) = (String::new(), false);
    loop {
        let letter = letters.next()?;
        match letter {
            '\n' => return None,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => {
                let (flags, after) = split_while(letters.as_str(), is_of_word);
                return Some((TokenKind::Regex(inside, flags.to_owned()), after));
            }
            _ => {}
        }
        inside.push(letter);
        if letter == '\\' {
            inside.push(letters.next()?);
        }
    }
}

/// The longer ones first.
const SIGNS: [&str; 36] = [
    "===", "!==", "...", "=>", "==", "!=", ">=", "<=", "&&", "||", "??", "?.", "(", ")", "[", "]",
    "{", "}", ",", ";", ":", ".", "?", "!", "=", ">", "<", "+", "-", "~", "|", "&", "*", "%", "@",
    "/",
];
