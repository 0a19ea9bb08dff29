//! What comes of running a script, as far as its first words tell: enough for the small files, and for what servers
//! answer in a script's place, which is mostly no script at all.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

/// As what a text is parsed.
///
/// Spec: <https://tc39.es/ecma262/#sec-ecmascript-language-scripts-and-modules>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    Script,
    Module,
}

/// How a script ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Completion {
    /// It threw nothing.
    Normal,
    /// It is none.
    SyntaxError,
    /// It names what is not there.
    ReferenceError(String),
    /// It threw an error of a class, with a message; of no class if it threw anything else.
    Throw { class: String, message: String },
}

impl Completion {
    /// What comes of running the bytes of an answer.
    pub(super) fn of(bytes: &[u8], goal: Goal) -> Self {
        match core::str::from_utf8(bytes) {
            Ok(text) if !text.contains(is_no_source_character) => run(text, goal),
            _ => Self::SyntaxError,
        }
    }

    /// The name of what was thrown, as script reads it; empty where it has none.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Normal => "",
            Self::SyntaxError => "SyntaxError",
            Self::ReferenceError(_) => "ReferenceError",
            Self::Throw { class, .. } => class,
        }
    }

    /// Whether its message is what the scripts of scenarios throw.
    pub(super) fn is_thrown_by_small_file(&self) -> bool {
        matches!(self, Self::Throw { message, .. } if message.contains("boom"))
    }

    /// The error as text, in Firefox's words where the engine chooses them.
    pub(super) fn text(&self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Normal => None,
            Self::SyntaxError => bytes.trim_ascii_start().starts_with(b"export ").then(|| {
                "SyntaxError: export declarations may only appear at top level of a module"
                    .to_owned()
            }),
            Self::ReferenceError(name) => Some(format!("ReferenceError: {name} is not defined")),
            Self::Throw { class, message } if class.is_empty() => Some(message.clone()),
            Self::Throw { class, message } => Some(format!("{class}: {message}")),
        }
    }
}

/// Statement by statement, as long as the text is understood; what is not is taken to run.
fn run(text: &str, goal: Goal) -> Completion {
    let text = without_comments(text, goal);
    let Some(first) = text.chars().next() else { return Completion::Normal };
    if is_word_character(first) {
        return run_word(text, goal);
    }
    let rest = text.get(first.len_utf8()..).unwrap_or_default().trim_start();
    match first {
        '<' | '}' | ')' | ']' | '%' | '=' | '*' | '>' | ':' | '?' | ',' | '.' | '&' | '|' | '#' => {
            Completion::SyntaxError
        }
        // A block begins with no string and a colon: it is an object, which is none.
        '{' if rest.starts_with('"') => Completion::SyntaxError,
        ';' => run(rest, goal),
        _ => Completion::Normal,
    }
}

fn run_word(text: &str, goal: Goal) -> Completion {
    let end = text.find(|c| !is_word_character(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let on_line = rest.trim_start_matches([' ', '\t']);
    let is_number = word.starts_with(|c: char| c.is_ascii_digit());
    match word {
        "throw" => return thrown(on_line),
        "export" | "import" if !on_line.starts_with(['(', '.']) => {
            return if goal == Goal::Module { Completion::Normal } else { Completion::SyntaxError };
        }
        "await" if goal == Goal::Script && !on_line.is_empty() => return Completion::SyntaxError,
        _ if KEYWORDS.contains(&word) => return Completion::Normal,
        _ => {}
    }
    let next = on_line.chars().next();
    let is_known = is_number || KNOWN.contains(&word);
    let reference = || match is_known {
        true => Completion::Normal,
        false => Completion::ReferenceError(word.to_owned()),
    };
    match next {
        None => reference(),
        Some(';' | '\n' | '\r') => {
            // A text that is no script anywhere is none.
            match run(on_line, goal) {
                Completion::SyntaxError => Completion::SyntaxError,
                after if is_known => after,
                _ => reference(),
            }
        }
        // A label.
        Some(':') if !is_number => run(on_line.get(1..).unwrap_or_default(), goal),
        Some(':' | '{' | '#' | '\\' | '@') => Completion::SyntaxError,
        Some(c) if is_word_character(c) => Completion::SyntaxError,
        Some(_) => Completion::Normal,
    }
}

/// `throw new Error('boom')`, and what else there is to throw.
fn thrown(text: &str) -> Completion {
    let message = |text: &str| {
        let quoted = text.trim_start().strip_prefix(['\'', '"']);
        let end = |text: &str| text.find(['\'', '"']).unwrap_or(text.len());
        quoted.map(|text| text.get(..end(text)).unwrap_or_default().to_owned())
    };
    let made = text.strip_prefix("new ").and_then(|made| made.split_once('('));
    match made {
        Some((class, rest)) => Completion::Throw {
            class: class.trim().to_owned(),
            message: message(rest).unwrap_or_default(),
        },
        None => {
            let message = message(text).unwrap_or_else(|| text.trim_end_matches(';').to_owned());
            Completion::Throw { class: String::new(), message }
        }
    }
}

/// A text from its first token on. A script may have HTML's comments, too.
///
/// Spec: <https://tc39.es/ecma262/#sec-html-like-comments>
fn without_comments(text: &str, goal: Goal) -> &str {
    let mut text = text.trim_start();
    loop {
        let is_of_html = goal == Goal::Script && text.starts_with("<!--");
        let end = match text.get(..2) {
            Some("/*") => text.find("*/").map(|end| end + 2),
            Some("//") => text.find('\n').or(Some(text.len())),
            _ if is_of_html => text.find('\n').or(Some(text.len())),
            _ => return text,
        };
        let Some(rest) = end.and_then(|end| text.get(end..)) else { return text };
        text = rest.trim_start();
    }
}

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Control characters, and what stands for bytes that are no text.
fn is_no_source_character(c: char) -> bool {
    c == '\u{fffd}' || (c.is_control() && !c.is_whitespace())
}

/// What a statement begins with that says nothing of what comes of it.
const KEYWORDS: [&str; 22] = [
    "await", "async", "class", "const", "debugger", "delete", "do", "export", "for", "function",
    "if", "import", "let", "new", "switch", "this", "try", "typeof", "var", "void", "while",
    "with",
];

/// What every page and worker has.
const KNOWN: [&str; 19] = [
    "Array",
    "Infinity",
    "JSON",
    "Math",
    "NaN",
    "Object",
    "Promise",
    "String",
    "Symbol",
    "console",
    "false",
    "fetch",
    "globalThis",
    "location",
    "navigator",
    "null",
    "self",
    "true",
    "undefined",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_script_is_told_by_its_first_words() {
        let run = |text: &str, goal| match Completion::of(text.as_bytes(), goal) {
            Completion::Normal => "runs".to_owned(),
            other => other.name().to_owned(),
        };
        for (text, as_script, as_module) in [
            ("", "runs", "runs"),
            ("1", "runs", "runs"),
            ("'x'", "runs", "runs"),
            ("undefined", "runs", "runs"),
            ("var a = 1;", "runs", "runs"),
            ("// a\n/* b */", "runs", "runs"),
            ("{}", "runs", "runs"),
            ("[1,2]", "runs", "runs"),
            ("console.log(1)", "runs", "runs"),
            ("(()=>{})()", "runs", "runs"),
            ("self.y=2", "runs", "runs"),
            ("export default 1", "SyntaxError", "runs"),
            ("await 1", "SyntaxError", "runs"),
            ("hello", "ReferenceError", "ReferenceError"),
            ("ok;", "ReferenceError", "ReferenceError"),
            ("data: hi\n\n", "ReferenceError", "ReferenceError"),
            ("hello world", "SyntaxError", "SyntaxError"),
            ("429 Too Many", "SyntaxError", "SyntaxError"),
            ("{\"a\":1}", "SyntaxError", "SyntaxError"),
            ("}{", "SyntaxError", "SyntaxError"),
            ("<p>x", "SyntaxError", "SyntaxError"),
            ("p{color:red}", "SyntaxError", "SyntaxError"),
            ("WEBVTT\n\n00:00.000 --> 00:09.000\nyo\n", "SyntaxError", "SyntaxError"),
            ("<!-- a", "runs", "SyntaxError"),
            ("\u{1}", "SyntaxError", "SyntaxError"),
            ("throw new TypeError('x')", "TypeError", "TypeError"),
            ("throw 1", "", ""),
        ] {
            assert_eq!(run(text, Goal::Script), as_script, "{text:?} as a script");
            assert_eq!(run(text, Goal::Module), as_module, "{text:?} as a module");
        }
        assert!(Completion::of(b"throw 'boom'", Goal::Script).is_thrown_by_small_file());
    }
}
