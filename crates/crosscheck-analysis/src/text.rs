//! What is written for people, wherever it is printed.
//!
//! A [`Text`] is made of lines. Whatever a line is made of stays on it and is
//! [visible](crosscheck_config::visible): no text of a stranger commands the terminal or looks like a
//! line of ours. Colours are [`Style`]s, which nothing but this module can make. They stand beside the
//! letters, not among them: whoever prints a text takes its [`pieces`](Text::pieces), and decides what
//! a style is there.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::fmt::Write as _;

use crosscheck_config::visible::push_visible;

/// Lines for people, with colours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    letters: String,
    /// What the letters behind each place look like, in the order of the places.
    styles: Vec<(usize, Cow<'static, str>)>,
}

/// A part of a [`Text`], in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "letters, or what they look like")]
pub enum Piece<'t> {
    /// Letters, all of them visible, and ends of lines.
    Letters(&'t str),
    /// What all behind it looks like: the parameters of "select graphic rendition" (ECMA-48), `1;31`.
    Style(&'t str),
}

/// Adds a line to a [`Text`], as `writeln!` does.
#[macro_export]
macro_rules! say {
    ($text:expr, $($argument:tt)*) => { $text.line(format_args!($($argument)*)) };
}

/// A [`Text`] of one line.
#[macro_export]
macro_rules! text {
    ($($argument:tt)*) => { $crate::text::Text::of_line(format_args!($($argument)*)) };
}

impl Text {
    /// One line.
    pub fn of_line(line: fmt::Arguments<'_>) -> Self {
        let mut text = Self::default();
        text.line(line);
        text
    }

    /// What a renderer made of visible text, with colours of its own: nothing else of what a terminal
    /// obeys gets through.
    pub fn of_rendered(rendered: &str) -> Self {
        let mut text = Self::default();
        for mut line in rendered.lines() {
            while let Some(at) = line.find('\x1b') {
                push_visible(&mut text.letters, &line[..at]);
                let (escape, rest) = line[at..].split_at(style_length(&line[at..]));
                match escape.strip_prefix("\x1b[").and_then(|style| style.strip_suffix('m')) {
                    Some(style) => text.styles.push((text.letters.len(), style.to_owned().into())),
                    None => push_visible(&mut text.letters, escape),
                }
                line = rest;
            }
            push_visible(&mut text.letters, line);
            text.letters.push('\n');
        }
        text
    }

    /// Adds one line. Ends of lines in what it is made of are shown, not obeyed.
    pub fn line(&mut self, line: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = Line(self).write_fmt(line);
        self.letters.push('\n');
    }

    /// Adds lines of our own.
    pub fn lines(&mut self, text: &'static str) {
        text.lines().for_each(|line| self.line(format_args!("{line}")));
    }

    /// Adds what was said elsewhere.
    pub fn append(&mut self, text: &Self) {
        let start = self.letters.len();
        self.letters.push_str(&text.letters);
        self.styles.extend(text.styles.iter().map(|(at, style)| (start + at, style.clone())));
    }

    /// Letters and styles, in order.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let starts = [0].into_iter().chain(self.styles.iter().map(|(at, _)| *at));
        let ends = self.styles.iter().map(|(at, _)| *at).chain([self.letters.len()]);
        let letters =
            starts.zip(ends).map(|(start, end)| Piece::Letters(&self.letters[start..end]));
        let styles = self.styles.iter().map(|(_, style)| Some(Piece::Style(style))).chain([None]);
        letters.zip(styles).flat_map(|(letters, style)| [Some(letters), style]).flatten()
    }

    /// The letters alone, all of them visible, and ends of lines.
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// Whether there is no line.
    pub const fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }
}

/// The bytes of a style at the start of a text; one if there is none: what was taken for its start.
fn style_length(text: &str) -> usize {
    let numbers = text.strip_prefix("\x1b[").unwrap_or_default();
    let behind = numbers.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
    match behind.starts_with('m') {
        true => text.len() - behind.len() + 1,
        false => 1,
    }
}

/// The line of a text that is being written.
struct Line<'a>(&'a mut Text);

impl fmt::Write for Line<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match STYLE.take() {
            Some(style) => self.0.styles.push((self.0.letters.len(), Cow::Borrowed(style))),
            None => push_visible(&mut self.0.letters, text),
        }
        Ok(())
    }
}

thread_local! {
    /// The [`Style`] that is being written.
    static STYLE: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// How the letters behind it look, within a [`Text`]; anywhere else it is nothing.
#[derive(Clone, Copy, Debug)]
pub struct Style(&'static str);

/// What stands out.
pub const BOLD: Style = Style("1");
/// What may be passed over.
pub const DIM: Style = Style("2");
/// What is refused or wrong.
pub const RED: Style = Style("31");
/// What is allowed, or to be written.
pub const GREEN: Style = Style("32");
/// What is doubtful.
pub const YELLOW: Style = Style("33");
/// What is sent, or to be done.
pub const CYAN: Style = Style("36");
/// As letters look that have no style.
pub const RESET: Style = Style("0");

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        STYLE.set(Some(self.0));
        let written = f.write_str("");
        STYLE.set(None);
        written
    }
}

#[cfg(test)]
mod tests {
    use super::BOLD;
    use super::Piece;
    use super::RED;
    use super::RESET;
    use super::Text;

    /// Letters as they are, styles as a terminal gets them.
    fn escaped(text: &Text) -> String {
        let pieces = text.pieces().map(|piece| match piece {
            Piece::Letters(letters) => letters.to_owned(),
            Piece::Style(style) => format!("\x1b[{style}m"),
        });
        pieces.collect()
    }

    #[test]
    fn a_line_is_one_line_and_its_styles_are_ours() {
        let foreign = "\x1b[31m\u{9b}31mred\r\n\u{202e}";
        let mut text = text!("{BOLD}{foreign}{RESET}");
        say!(text, "{foreign:?} {}", format!("{RED}made elsewhere"));
        assert_eq!(
            escaped(&text),
            "\x1b[1m\\u{1b}[31m\\u{9b}31mred\\r\\n\\u{202e}\x1b[0m\n\
             \"\\u{1b}[31m\\u{9b}31mred\\r\\n\\u{202e}\" made elsewhere\n"
        );
    }

    #[test]
    fn a_renderer_has_styles_and_nothing_else() {
        let text = Text::of_rendered("\x1b[1m\x1b[38;5;9ma\x1b[0m\x1b[2J\n\x1b]0;title\x07\x1b");
        let styled = "\x1b[1m\x1b[38;5;9ma\x1b[0m\\u{1b}[2J\n\\u{1b}]0;title\\u{7}\\u{1b}\n";
        assert_eq!(escaped(&text), styled);
    }
}
