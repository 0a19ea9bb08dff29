//! One form of a text, and its part in what is told.

/// Whose text it is; `None` for texts that several browsers share.
pub(super) type Browser = Option<&'static str>;

/// What several browsers write alike.
pub(super) const SHARED: &[Form] = &[
    reason("Refused to get unsafe header \"{header}\"", &["header-not-exposed"]),
    reason("Not allowed to load local resource: {url}", &["location-scheme", "scheme-not-http"]),
    reason("Refused to set unsafe header \"{header}\"", &["forbidden-header"]),
];

/// A text of a browser as a template, and what it says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub(super) template: &'static str,
    pub(super) part: Part,
}

/// The part of a text in a message.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// What is blocked; the reason follows. The rules are those of a text that ends here.
    Opening(&'static [&'static str]),
    /// The reason is about the preflight and follows.
    OfPreflight,
    /// The reason: the rules that it can be about, likeliest first.
    Reason(&'static [&'static str]),
    /// What is blocked, after the reason. The rules are those of a text without a reason.
    Closing(&'static [&'static str]),
}

/// A text that tells what is blocked, before the reason.
pub(super) const fn opening(template: &'static str) -> Form {
    Form { template, part: Part::Opening(&[]) }
}

/// A text that tells the reason.
pub(super) const fn reason(template: &'static str, rules: &'static [&'static str]) -> Form {
    Form { template, part: Part::Reason(rules) }
}

/// A text that tells what is blocked, after the reason.
pub(super) const fn closing(template: &'static str, rules: &'static [&'static str]) -> Form {
    Form { template, part: Part::Closing(rules) }
}
