//! One text of a browser's console: a template by which it is written and read, and what it says.

use alloc::string::String;
use core::fmt::Display;

use super::releases::Releases;
use super::template;
use crate::catalog::FetchRule;

/// Whose text it is; `None` for texts that several browsers share.
pub(in crate::diagnosis) type Browser = Option<&'static str>;

/// A text of a browser: literal text with `{name}` holes, and its part in a message.
///
/// The template is what is looked for in a paste. What stands before and after it is only written:
/// channels and advice, which differ between versions and which people leave out.
#[derive(Clone, Copy, Debug)]
pub(in crate::diagnosis) struct Text {
    pub(super) before: &'static str,
    pub(in crate::diagnosis) template: &'static str,
    pub(super) after: &'static str,
    pub(in crate::diagnosis) part: Part,
    pub(in crate::diagnosis) releases: Releases,
    /// Whether it is about a request, whose URL may then stand before it.
    pub(in crate::diagnosis) is_of_request: bool,
}

impl Text {
    const fn new(template: &'static str, part: Part) -> Self {
        Self {
            before: "",
            template,
            after: "",
            part,
            releases: Releases { since: None, until: None },
            is_of_request: true,
        }
    }

    /// What is written before the template.
    pub(super) const fn led_by(self, before: &'static str) -> Self {
        Self { before, ..self }
    }

    /// What is written after the template, with holes of its own.
    pub(super) const fn followed_by(self, after: &'static str) -> Self {
        Self { after, ..self }
    }

    /// It is about no request: a URL before it is the page's or a file's of script.
    pub(super) const fn of_no_request(self) -> Self {
        Self { is_of_request: false, ..self }
    }

    /// From the release on that writes it.
    pub(super) const fn since(self, release: u16) -> Self {
        Self { releases: Releases { since: Some(release), ..self.releases }, ..self }
    }

    /// Up to the release that was the last to write it.
    pub(super) const fn until(self, release: u16) -> Self {
        Self { releases: Releases { until: Some(release), ..self.releases }, ..self }
    }

    /// The text as the browser writes it, with its holes filled by name.
    pub(in crate::diagnosis) fn write(&self, holes: &[(&str, &dyn Display)]) -> String {
        let mut text = String::with_capacity(
            self.before.len() + self.template.len() + self.after.len() + 64 * holes.len(),
        );
        for template in [self.before, self.template, self.after] {
            template::fill(template, holes, &mut text);
        }
        text
    }

    /// Whether it takes any code of the network, so that whatever names one goes before it.
    pub(in crate::diagnosis) fn is_of_any_code(&self) -> bool {
        self.template.contains("{code}")
    }
}

/// The part of a text in a message.
#[derive(Clone, Copy, Debug)]
pub(in crate::diagnosis) enum Part {
    /// What is blocked; the reason follows. The rules are those of a text that ends here.
    Opening(&'static [FetchRule]),
    /// The reason is about the preflight and follows.
    OfPreflight,
    /// The reason: the rules that it can be about, likeliest first.
    Reason(&'static [FetchRule]),
    /// What is blocked, after the reason. The rules are those of a text without a reason.
    Closing(&'static [FetchRule]),
    /// That something failed, and no more: it counts where nothing else tells of it. The rules are those
    /// that it can be about, likeliest first.
    Vague(&'static [FetchRule]),
    /// A refusal whose reason is in words that nobody knows: the rules that are left, likeliest first.
    Unsure(&'static [FetchRule]),
    /// No refusal: it is written, and nothing is read in it.
    Aside,
    /// What a browser says of its own tools: it is found, so that nothing is read in it.
    Noise,
}

/// A text that tells what is blocked, before the reason.
pub(super) const fn opening(template: &'static str) -> Text {
    Text::new(template, Part::Opening(&[]))
}

/// The same, which may stand without a reason.
pub(super) const fn lone_opening(template: &'static str, rules: &'static [FetchRule]) -> Text {
    Text::new(template, Part::Opening(rules))
}

/// A text that tells that the reason is about the preflight.
pub(super) const fn of_preflight(template: &'static str) -> Text {
    Text::new(template, Part::OfPreflight)
}

/// A text that tells the reason.
pub(super) const fn reason(template: &'static str, rules: &'static [FetchRule]) -> Text {
    Text::new(template, Part::Reason(rules))
}

/// A text that tells what is blocked, after the reason.
pub(super) const fn closing(template: &'static str, rules: &'static [FetchRule]) -> Text {
    Text::new(template, Part::Closing(rules))
}

/// A text that tells that something failed, and no more.
pub(super) const fn vague(template: &'static str, rules: &'static [FetchRule]) -> Text {
    Text::new(template, Part::Vague(rules))
}

/// A text about a browser's own tools.
pub(super) const fn noise(template: &'static str) -> Text {
    Text::new(template, Part::Noise)
}

/// A text that tells of no refusal.
pub(super) const fn aside(template: &'static str) -> Text {
    Text::new(template, Part::Aside)
}

/// Writes a text with its holes filled by name: `filled!(TEXT, url = url, value = value)`.
macro_rules! filled {
    ($text:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $text.write(&[$((stringify!($name), &$value as &dyn core::fmt::Display)),*])
    };
}

pub(in crate::diagnosis) use filled;

/// Names texts that are written, and makes the table by which they are read.
macro_rules! written {
    ($($name:ident = $text:expr),* $(,)?) => {
        $(pub(in crate::diagnosis) const $name: $crate::diagnosis::texts::Text = $text;)*

        /// All of them, to be read.
        pub(in crate::diagnosis) const WRITTEN: &[$crate::diagnosis::texts::Text] = &[$($name),*];
    };
}

pub(super) use written;
