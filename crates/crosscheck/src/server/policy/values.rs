//! The values of the headers that a policy writes: made once, and known by their numbers.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::server::config::ResourcePolicy;
use crate::server::number::number;

/// A header's value, made once with the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnswerValue<'p> {
    /// The value: visible ASCII and blanks.
    pub text: &'p str,
    /// Its place in [`Policy::values`](crate::server::Policy::values), for who keeps them in another form.
    pub index: usize,
}

impl AnswerValue<'static> {
    /// `true`: that an answer may be read though cookies were sent.
    pub const TRUE: Self = Self::fixed(ValueNumber::TRUE);
    /// `*`: everybody.
    pub const STAR: Self = Self::fixed(ValueNumber::STAR);
    /// `Origin`: what most answers are read from.
    pub const ORIGIN: Self = Self::fixed(ValueNumber::VARY_ON_ANSWER);

    /// What an answer to a preflight is read from.
    pub const ORIGIN_AND_ASKED: Self = Self::fixed(ValueNumber::VARY_ON_PREFLIGHT);

    /// A value that is the same in every policy.
    #[expect(clippy::indexing_slicing, reason = "the constants above are all that ask")]
    const fn fixed(number: ValueNumber) -> Self {
        Self { text: FIXED[number.at()], index: number.at() }
    }
}

number! {
    /// The number of a value.
    ValueNumber
}

impl ValueNumber {
    pub(crate) const TRUE: Self = Self::new(0);
    pub(crate) const STAR: Self = Self::new(1);
    /// What an answer is read from: the first of [`VARY_NAMES`](Self::VARY_NAMES).
    pub(crate) const VARY_ON_ANSWER: Self = Self::new(2);
    /// What a preflight's answer is read from, one by one.
    pub(crate) const VARY_NAMES: [Self; 3] = [Self::new(2), Self::new(3), Self::new(4)];
    /// The same in one line.
    pub(crate) const VARY_ON_PREFLIGHT: Self = Self::new(5);
}

/// Values by number; those that every policy may need come first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Values(Vec<Cow<'static, str>>);

impl Values {
    pub(crate) fn new() -> Self {
        Self(FIXED.into_iter().map(Cow::Borrowed).collect())
    }

    /// Keeps a value and gives it a number.
    pub(crate) fn add(&mut self, value: String) -> ValueNumber {
        self.0.push(Cow::Owned(value));
        ValueNumber::new(self.0.len() - 1)
    }

    #[inline]
    pub(crate) fn at(&self, number: ValueNumber) -> AnswerValue<'_> {
        let index = number.at();
        debug_assert!(index < self.0.len(), "a number is that of a value");
        // No index that may panic: who needs the number alone does not pay for the text.
        AnswerValue { text: self.0.get(index).map_or("", |text| text), index }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Cow<'static, str>> {
        self.0.iter()
    }
}

/// The number of a value of `Cross-Origin-Resource-Policy`.
pub(crate) const fn resource_policy(policy: ResourcePolicy) -> ValueNumber {
    ValueNumber::new(RESOURCE_POLICY + policy as usize)
}

const RESOURCE_POLICY: usize = 6;

const FIXED: [&str; 9] = [
    "true",
    "*",
    "Origin",
    "Access-Control-Request-Method",
    "Access-Control-Request-Headers",
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    ResourcePolicy::SameOrigin.name(),
    ResourcePolicy::SameSite.name(),
    ResourcePolicy::CrossOrigin.name(),
];
