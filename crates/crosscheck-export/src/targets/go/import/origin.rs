//! What a text in a list of origins means to each package.

use crate::export::escape;
use crate::import::Regex;
use crate::import::any_text;

/// Whose record it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Package {
    Gin,
    Fiber,
    /// Echo 4.
    Echo,
    Echo5,
}

/// Whom an entry lets in.
pub(super) enum Entry {
    /// As a policy spells it.
    Plain(String),
    Fits(Result<Regex, String>),
    /// It is compared as it stands, and no browser sends it.
    Nobody,
    Unread(&'static str),
}

/// Whom an entry lets in. In: whether gin's `AllowWildcard` is set.
pub(super) fn entry(package: Package, text: &str, may_have_stars: bool) -> Entry {
    if text == "*" {
        return Entry::Plain(text.into());
    }
    let lower = text.to_ascii_lowercase();
    let has_star = text.contains('*');
    match package {
        Package::Gin if has_star && !may_have_stars => Entry::Nobody,
        Package::Gin if text.matches('*').count() > 1 => {
            Entry::Unread("the program does not start with more than one `*` in an origin")
        }
        // The letter before a `*` at the end is not compared.
        Package::Gin if text.ends_with('*') => {
            let start: String = text.chars().take(text.chars().count().saturating_sub(2)).collect();
            Entry::Fits(Regex::new(&format!("^{}.*$", escape(&start)), false))
        }
        Package::Gin => any_text(text, false).map_or(Entry::Plain(lower), Entry::Fits),
        Package::Fiber => {
            let plain = lower.strip_suffix('/').unwrap_or(&lower).replacen("://*.", "://**.", 1);
            match plain.replacen("://**.", "", 1).contains('*') {
                true => {
                    Entry::Unread("the program does not start with a `*` that is no first label")
                }
                false => Entry::Plain(plain),
            }
        }
        Package::Echo5 if has_star || text.contains('?') => {
            Entry::Unread("Echo 5 takes no pattern")
        }
        Package::Echo if has_star || text.contains('?') => Entry::Fits(pattern(text)),
        Package::Echo | Package::Echo5 => Entry::Plain(text.into()),
    }
}

/// Echo 4's: `*` is any text and `?` any letter; and a label that is `*` stands for all that is before it, whatever was
/// written there.
fn pattern(text: &str) -> Result<Regex, String> {
    let label = text.split_once("://").and_then(|(scheme, host)| {
        let labels: Vec<&str> = host.split('.').collect();
        let rest = labels.rsplit(|label| *label == "*").next()?;
        (rest.len() < labels.len()).then(|| (scheme, rest.join(".")))
    });
    let expression = match label {
        Some((_, rest)) if rest.contains(['*', '?']) => {
            return Err("a pattern within a label below a `*`".into());
        }
        Some((scheme, rest)) if rest.is_empty() => format!("^{}://.*$", escape(scheme)),
        Some((scheme, rest)) => format!("^{}://.*\\.{}$", escape(scheme), escape(&rest)),
        None => {
            let parts: Vec<String> = text
                .split('*')
                .map(|part| part.split('?').map(escape).collect::<Vec<_>>().join("."))
                .collect();
            format!("^{}$", parts.join(".*"))
        }
    };
    Regex::new(&expression, false)
}
