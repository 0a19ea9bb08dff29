//! Plain text as markup: sentences, and code between backticks.

use maud::Markup;
use maud::html;

/// A fragment as a sentence: a capital first, a stop at its end, and what is quoted as code.
pub(super) fn sentence(text: &str, stop: &str) -> Markup {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?', '。']) { "" } else { stop };
    with_code(&format!("{first}{}{stop}", letters.as_str()))
}

/// Text in which what stands between backticks is code.
pub(super) fn with_code(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}
