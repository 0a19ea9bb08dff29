//! Words and signs of a function.

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
    let (mut at, mut begins_line) = (0, false);
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            begins_line |= first == '\n';
            at += first.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let (kind, length) = match first {
            '"' | '\'' | '`' => quoted(rest, first)?,
            '/' if may_be_regex(all.last()) => regex(rest)?,
            _ if is_of_word(first) => {
                let length = rest.find(|letter| !is_of_word(letter)).unwrap_or(rest.len());
                (TokenKind::Word(rest[..length].to_owned()), length)
            }
            _ => {
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
                (TokenKind::Sign(sign), sign.len())
            }
        };
        all.push(Token { at, begins_line, kind });
        begins_line = false;
        at += length;
    }
    Some(all)
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

fn quoted(rest: &str, quote: char) -> Option<(TokenKind, usize)> {
    let (mut text, mut has_holes) = (String::new(), false);
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => match letters.next()?.1 {
                letter @ ('\\' | '/' | '"' | '\'' | '`') => text.push(letter),
                _ => has_holes = true,
            },
            '\n' if quote != '`' => return None,
            '$' if quote == '`' && rest[at..].starts_with("${") => has_holes = true,
            letter if letter == quote => {
                let kind = if has_holes { TokenKind::Template } else { TokenKind::Text(text) };
                return Some((kind, at + 1));
            }
            letter => text.push(letter),
        }
    }
    None
}

fn regex(rest: &str) -> Option<(TokenKind, usize)> {
    let mut in_class = false;
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\n' => return None,
            '\\' => drop(letters.next()?),
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => {
                let flags = &rest[at + 1..];
                let length = flags.find(|letter| !is_of_word(letter)).unwrap_or(flags.len());
                let flags = flags[..length].to_owned();
                return Some((TokenKind::Regex(rest[1..at].to_owned(), flags), at + 1 + length));
            }
            _ => {}
        }
    }
    None
}

/// The longer ones first.
const SIGNS: [&str; 36] = [
    "===", "!==", "...", "=>", "==", "!=", ">=", "<=", "&&", "||", "??", "?.", "(", ")", "[", "]",
    "{", "}", ",", ";", ":", ".", "?", "!", "=", ">", "<", "+", "-", "~", "|", "&", "*", "%", "@",
    "/",
];
