//! Lines that a window broke, and whoever copied them did not mend.

/// A text that a window cut at its width, as it was; `None` if no line seems to go on within a word.
pub(in crate::explain) fn cut_within_words(text: &str) -> Option<String> {
    let width = width(text).filter(|_| text.len() <= MOST)?;
    let mut pairs = text.lines().zip(text.lines().skip(1));
    let goes_on = |(line, next): (&str, &str)| {
        let is_of_words = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/');
        line.chars().count() == width
            && line.ends_with(is_of_words)
            && next.starts_with(|c: char| is_of_words(c) && !c.is_uppercase())
    };
    pairs.any(goes_on).then(|| joined(text, |line, _| line.chars().count() == width, ""))
}

/// A text as it may have been before lines were broken between words.
///
/// Out: guesses, likeliest first, for whoever finds nothing in the text as it stands; none if it is too long.
pub(in crate::explain) fn without_wraps(text: &str) -> Vec<String> {
    // Code has its breaks where they belong; and every browser's line, in any language, says this word.
    if text.len() > MOST || text.contains(['{', ';']) || !text.contains("CORS") {
        return Vec::new();
    }
    let at_a_width =
        width(text).map(|width| joined(text, |line, _| line.chars().count() == width, ""));
    let first = beginning(text.trim_start());
    let is_within = |line: &str, next: &str| {
        line.chars().count() >= NARROWEST && !next.trim().is_empty() && beginning(next) != first
    };
    let between_words = joined(text, is_within, " ");
    let within_words = joined(text, is_within, "");
    at_a_width.into_iter().chain([between_words, within_words]).collect()
}

/// Joins each line with the next where that is said of its letters and of the next.
fn joined(text: &str, is_broken: impl Fn(&str, &str) -> bool, blank: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        whole.push_str(line);
        match lines.peek() {
            // A name that was broken at its hyphen goes on with the next line.
            Some(next) if is_broken(line, next) && line.ends_with('-') => {}
            Some(next) if is_broken(line, next) => whole.push_str(blank),
            _ => whole.push('\n'),
        }
    }
    whole
}

/// The letters of the longest lines, if several are as long: those that a window cut.
fn width(text: &str) -> Option<usize> {
    let widths = || text.lines().map(|line| line.chars().count());
    let width = widths().max().filter(|width| *width >= NARROWEST)?;
    let is_first = text.lines().next()?.chars().count() == width;
    (is_first || widths().filter(|other| *other == width).count() > 1).then_some(width)
}

/// The first words of a line: a line that begins as the first does is another message.
fn beginning(line: &str) -> Option<&str> {
    line.split_whitespace().next()
}

const NARROWEST: usize = 24;
const MOST: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::cut_within_words;
    use super::without_wraps;

    #[test]
    fn a_window_cuts_within_words_and_a_mail_between_them() {
        let cut = "Access to fetch at 'https://api.ex\nample.com/' from origin 'https://a";
        let whole = "Access to fetch at 'https://api.example.com/' from origin 'https://a\n";
        assert_eq!(cut_within_words(cut).as_deref(), Some(whole));
        assert_eq!(
            cut_within_words("Access to fetch is blocked.\nAccess to fetch is blocked.\n"),
            None
        );
        let broken = "CORS-Anfrage blockiert: Die Gleiche-\nQuelle-Regel\nCORS-Anfrage zwei";
        let whole = "CORS-Anfrage blockiert: Die Gleiche-Quelle-Regel\nCORS-Anfrage zwei\n";
        assert!(without_wraps(broken).contains(&whole.into()));
        assert!(without_wraps("CORS {\n  a;\n}").is_empty());
    }
}
