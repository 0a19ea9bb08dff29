//! What is written for people, wherever it is printed.
//!
//! A [`Text`] is made of lines. Whatever a line is made of stays on it and is
//! [visible](crosscheck_config::visible): no text of a stranger commands the terminal or looks like a
//! line of ours. Colours are [`Style`]s, which nothing but this module can make, so that they need not
//! be told from a stranger's.

use std::cell::Cell;
use std::fmt;
use std::fmt::Write as _;

use crosscheck_config::visible::push_visible;

/// Lines for people, with colours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(String);

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
                push_visible(&mut text.0, &line[..at]);
                let (escape, rest) = line[at..].split_at(style_length(&line[at..]));
                match escape {
                    "\x1b" => push_visible(&mut text.0, escape),
                    style => text.0.push_str(style),
                }
                line = rest;
            }
            push_visible(&mut text.0, line);
            text.0.push('\n');
        }
        text
    }

    /// Adds one line. Ends of lines in what it is made of are shown, not obeyed.
    pub fn line(&mut self, line: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = Line(&mut self.0).write_fmt(line);
        self.0.push('\n');
    }

    /// Adds lines of our own.
    pub fn lines(&mut self, text: &'static str) {
        text.lines().for_each(|line| self.line(format_args!("{line}")));
    }

    /// Adds what was said elsewhere.
    pub fn append(&mut self, text: &Self) {
        self.0.push_str(&text.0);
    }

    /// The lines, in which styles are what a terminal obeys.
    pub fn with_escapes(&self) -> &str {
        &self.0
    }

    /// Whether there is no line.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
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
struct Line<'a>(&'a mut String);

impl fmt::Write for Line<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match IS_STYLE.get() {
            true => self.0.push_str(text),
            false => push_visible(self.0, text),
        }
        Ok(())
    }
}

thread_local! {
    /// Whether what is being written is a [`Style`].
    static IS_STYLE: Cell<bool> = const { Cell::new(false) };
}

/// How the letters behind it look; `anstream` leaves it out where there is no terminal.
#[derive(Clone, Copy, Debug)]
pub struct Style(&'static str);

/// What stands out.
pub const BOLD: Style = Style("\x1b[1m");
/// What may be passed over.
pub const DIM: Style = Style("\x1b[2m");
/// What is refused or wrong.
pub const RED: Style = Style("\x1b[31m");
/// What is allowed, or to be written.
pub const GREEN: Style = Style("\x1b[32m");
/// What is doubtful.
pub const YELLOW: Style = Style("\x1b[33m");
/// What is sent, or to be done.
pub const CYAN: Style = Style("\x1b[36m");
/// As letters look that have no style.
pub const RESET: Style = Style("\x1b[0m");

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        IS_STYLE.set(true);
        let written = f.write_str(self.0);
        IS_STYLE.set(false);
        written
    }
}

#[cfg(test)]
mod tests {
    use super::BOLD;
    use super::RED;
    use super::RESET;
    use super::Text;

    #[test]
    fn a_line_is_one_line_and_its_styles_are_ours() {
        let foreign = "\x1b[31m\u{9b}31mred\r\n\u{202e}";
        let mut text = text!("{BOLD}{foreign}{RESET}");
        say!(text, "{foreign:?} {}", format!("{RED}made elsewhere"));
        assert_eq!(
            text.0,
            "\x1b[1m\\u{1b}[31m\\u{9b}31mred\\r\\n\\u{202e}\x1b[0m\n\
             \"\\u{1b}[31m\\u{9b}31mred\\r\\n\\u{202e}\" \\u{1b}[31mmade elsewhere\n"
        );
    }

    #[test]
    fn a_renderer_has_styles_and_nothing_else() {
        let text = Text::of_rendered("\x1b[1m\x1b[38;5;9ma\x1b[0m\x1b[2J\n\x1b]0;title\x07\x1b");
        let styled = "\x1b[1m\x1b[38;5;9ma\x1b[0m\\u{1b}[2J\n\\u{1b}]0;title\\u{7}\\u{1b}\n";
        assert_eq!(text.0, styled);
    }
}
