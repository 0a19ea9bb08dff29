//! What browsers write to their consoles, read from where they write it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::browser::Browser;

/// The console's texts in a piece of a browser's output, each whole.
///
/// Of WebKit's lines only some name the URL that they are about: the lines before one that does are
/// joined to it. Firefox tells its browser console to a debugger only, so there are none of its.
pub fn texts(browser: Browser, output: &str) -> Vec<String> {
    match browser {
        Browser::Chromium | Browser::Firefox => messages(browser, output),
        Browser::Webkit => joined(messages(browser, output)),
    }
}

/// The console's messages in a piece of a browser's output, in order, one an item.
pub(super) fn messages(browser: Browser, output: &str) -> Vec<String> {
    match browser {
        Browser::Chromium => chromium(output),
        Browser::Firefox => Vec::new(),
        Browser::Webkit => {
            let lines = output.lines().filter_map(|line| line.split_once("CONSOLE "));
            lines.map(|(_, text)| text.to_owned()).collect()
        }
    }
}

/// Which scenario each message is about, in order: the one whose marks it stands between, or another
/// one whose URL it names.
pub(super) fn by_scenario(
    messages: &[String],
    ids: &BTreeSet<&str>,
) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut at = None;
    for message in messages {
        if let Some((word, id)) = mark(message) {
            at = (word == "begins").then_some(id);
            continue;
        }
        let is_about_us = message.contains("/__o2/") && !message.contains("/s/");
        if is_about_us || NOISE.iter().any(|noise| message.contains(noise)) {
            continue;
        }
        let mut named = message.split("/s/").skip(1).filter_map(|rest| rest.split('/').next());
        let mut named_of_these = named.by_ref().filter(|id| ids.contains(id)).peekable();
        let first = named_of_these.peek().copied();
        let own = at.filter(|id| first.is_none() || named_of_these.any(|named| named == *id));
        if let Some(id) = own.or(first) {
            // Firefox writes where in a script it was, too.
            let text = message.split("\n0 ").next().unwrap_or_default();
            found.entry(id.to_owned()).or_default().push(made_once(text));
        }
    }
    found
}

/// The page's own mark: `crosscheck begins ID;`.
fn mark(message: &str) -> Option<(&str, &str)> {
    let (_, rest) = message.split_once("crosscheck ")?;
    let (word, rest) = rest.split_once(' ')?;
    let (id, _) = rest.split_once(';')?;
    ["begins", "ends"].contains(&word).then_some((word, id))
}

/// A text without what is another each time: the name of an opaque origin, and that of a font.
fn made_once(text: &str) -> String {
    let text = cut(text, "moz-nullprincipal:{", '}', "…");
    cut(&text, "font-family: \"f", '"', "")
}

/// A text with something else between an opening and the closing behind it.
fn cut(text: &str, opening: &str, closing: char, between: &str) -> String {
    let mut parts = text.split(opening);
    let mut made = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(closing).unwrap_or(part.len());
        made.extend([opening, between, &part[end..]]);
    }
    made
}

/// `[…:INFO:CONSOLE:3] "text", source: … (1)`, the text over as many lines as it has.
fn chromium(output: &str) -> Vec<String> {
    let entries = output.split("INFO:CONSOLE").skip(1);
    let text = |entry: &str| {
        let (_, text) = entry.split_once("] \"")?;
        Some(text.split_once("\", source: ")?.0.to_owned())
    };
    entries.filter_map(text).collect()
}

fn joined(lines: Vec<String>) -> Vec<String> {
    let (mut texts, mut held) = (Vec::new(), Vec::new());
    for line in lines {
        let names_a_url = line.contains("/s/");
        held.push(line);
        if names_a_url {
            texts.push(held.join(" | "));
            held.clear();
        }
    }
    texts
}

/// What depends on how busy the machine is, or is about the documents themselves.
const NOISE: [&str; 9] = [
    "Slow network is detected",
    "was preloaded using link preload but not used",
    "preloaded with link preload was not used",
    "resource was preloaded but not used",
    "in Quirks Mode",
    "character encoding of ",
    "Error with Permissions-Policy header",
    "unreachable code after return",
    "Script terminated by timeout",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_its_scenarios_by_the_marks_around_it_or_by_the_url_in_it() {
        let output = "\
[1:2:INFO:CONSOLE:3] \"before\", source: x (1)
[1:2:INFO:CONSOLE:3] \"crosscheck begins a;\", source: x (1)
[1:2:INFO:CONSOLE:3] \"says nothing of
a URL\", source: x (1)
[1:2:INFO:CONSOLE:3] \"Slow network is detected.\", source: x (1)
[1:2:INFO:CONSOLE:3] \"late: https://api.test/s/b/1\", source: x (1)
[1:2:INFO:CONSOLE:3] \"crosscheck ends a;\", source: x (1)
[1:2:INFO:CONSOLE:3] \"later: https://api.test/s/a/1\", source: x (1)
";
        let found = by_scenario(&messages(Browser::Chromium, output), &["a", "b"].into());
        let text = |id: &str| found.get(id).map(|texts| texts.join(" + ")).unwrap_or_default();
        assert_eq!(text("a"), "says nothing of\na URL + later: https://api.test/s/a/1");
        assert_eq!(text("b"), "late: https://api.test/s/b/1");
    }

    #[test]
    fn what_is_made_anew_each_time_is_left_out() {
        let messages = [
            "crosscheck begins a;".into(),
            "from moz-nullprincipal:{12-ab} to b\n0 /script:1".into(),
            "font (font-family: \"f1x\" style:normal)".into(),
        ];
        let found = by_scenario(&messages, &["a"].into());
        let expected =
            ["from moz-nullprincipal:{…} to b", "font (font-family: \"f\" style:normal)"];
        assert_eq!(found["a"], expected);
    }
}
