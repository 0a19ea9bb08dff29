//! One form of a text, and its part in what is told.

use crate::catalog::FetchRule;

/// Whose text it is; `None` for texts that several browsers share.
pub(super) type Browser = Option<&'static str>;

/// What several browsers write alike.
pub(super) const SHARED: &[Form] = &[
    reason("Refused to get unsafe header \"{header}\"", &[FetchRule::HeaderNotExposed]),
    reason(
        "Not allowed to load local resource: {url}",
        &[FetchRule::LocationScheme, FetchRule::SchemeNotHttp],
    ),
    reason("Refused to set unsafe header \"{header}\"", &[FetchRule::ForbiddenHeader]),
];

/// A text of a browser as a template, and what it says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub(super) template: &'static str,
    pub(super) part: Part,
}

impl Form {
    /// Whether it takes any code of the network, so that whatever names one goes before it.
    pub(super) fn is_of_any_code(&self) -> bool {
        self.template.contains("{code}")
    }
}

/// The part of a text in a message.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
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
}

/// A text that tells what is blocked, before the reason.
pub(super) const fn opening(template: &'static str) -> Form {
    Form { template, part: Part::Opening(&[]) }
}

/// A text that tells the reason.
pub(super) const fn reason(template: &'static str, rules: &'static [FetchRule]) -> Form {
    Form { template, part: Part::Reason(rules) }
}

/// A text that tells what is blocked, after the reason.
pub(super) const fn closing(template: &'static str, rules: &'static [FetchRule]) -> Form {
    Form { template, part: Part::Closing(rules) }
}

/// A text that tells that something failed, and no more.
pub(super) const fn vague(template: &'static str, rules: &'static [FetchRule]) -> Form {
    Form { template, part: Part::Vague(rules) }
}
