//! What browsers write to their consoles, read from where they write it.

use crate::browser::Browser;

/// The console's texts in a piece of a browser's output.
///
/// Firefox tells its browser console to a debugger only, so there are none of its.
pub fn texts(browser: Browser, output: &str) -> Vec<String> {
    match browser {
        Browser::Chromium => chromium(output),
        Browser::Firefox => Vec::new(),
        Browser::Webkit => webkit(output),
    }
}

/// What the recorder's page writes when it has told all, behind whatever the browser wrote.
pub(super) const END_OF_BATCH: &str = "crosscheck-end-of-batch";

/// `[…:INFO:CONSOLE:3] "text", source: … (1)`, the text over as many lines as it has.
fn chromium(output: &str) -> Vec<String> {
    let entries = output.split("INFO:CONSOLE").skip(1);
    let text = |entry: &str| {
        let (_, text) = entry.split_once("] \"")?;
        Some(text.split_once("\", source: ")?.0.to_owned())
    };
    entries.filter_map(text).filter(|text| text != END_OF_BATCH).collect()
}

/// `CONSOLE SECURITY ERROR text`, of which only some name the URL that they are about: the lines
/// before one that does are joined to it.
fn webkit(output: &str) -> Vec<String> {
    let (mut texts, mut held) = (Vec::new(), Vec::new());
    for line in output.lines() {
        let Some((_, text)) = line.split_once("CONSOLE ") else { continue };
        if text.contains(END_OF_BATCH) {
            continue;
        }
        held.push(text);
        if text.contains("/s/") {
            texts.push(held.join(" | "));
            held.clear();
        }
    }
    texts
}
