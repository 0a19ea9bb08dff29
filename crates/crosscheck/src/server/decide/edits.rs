//! The headers of an answer: which changes a decision makes, and how they are applied.

use super::vary::lacks_vary_name;
use crate::server::policy::AnswerHeader;
use crate::server::policy::AnswerValue;
use crate::server::policy::ListNumber;
use crate::server::policy::Made;
use crate::server::policy::Policy;
use crate::server::policy::PolicyId;
use crate::server::policy::ValueNumber;

/// One change to a response's headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "who writes headers must know every way to: to leave one out is a wrong answer"
)]
pub enum Edit<'p> {
    /// Replace every line with this name by one.
    Set(AnswerHeader, AnswerValue<'p>),
    /// Replace every line with this name by one with the value of the request's `Origin` line,
    /// which was compared byte for byte: it is listed, or a pattern covers it and it is spelled as
    /// browsers do; or everybody is let in with credentials, as a danger. Whoever holds the request has that value ready, so nothing is copied.
    Echo(AnswerHeader),
    /// Remove every line with this name: the policy speaks for it, and says nothing here.
    Remove(AnswerHeader),
    /// Add those of the names to `Vary` that are not there yet.
    Vary(AnswerValue<'p>),
}

/// The headers of an answer, as an adapter holds them.
///
/// What is written is decided here; an adapter only knows how.
pub trait AnswerHeaders {
    /// Takes every line of [`CORS_RESPONSE_HEADERS`](crate::server::CORS_RESPONSE_HEADERS) away.
    fn strip(&mut self);
    /// Replaces every line with this name by one.
    fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>);
    /// Replaces every line with this name by one with the value of the request's `Origin`.
    fn echo(&mut self, header: AnswerHeader);
    /// The same, for the last time: the value may be given away.
    fn echo_last(&mut self, header: AnswerHeader) {
        self.echo(header);
    }
    /// Takes every line with this name away.
    fn remove(&mut self, header: AnswerHeader);
    /// Whether there is any line of `Vary`.
    fn has_vary(&self) -> bool {
        self.vary_lines().next().is_some()
    }
    /// The lines of `Vary`, in order.
    fn vary_lines(&self) -> impl Iterator<Item = &[u8]>;
    /// Adds a line to `Vary`.
    fn append_vary(&mut self, value: AnswerValue<'_>);
}

/// The changes that a decision makes to an answer's headers. Making them allocates nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edits<'p> {
    policy: &'p Policy,
    list: ListNumber,
}

/// What a decision chose, without the policy that it was made by: for who keeps it while an answer
/// is under way. [`Policy::edits`] makes edits of it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditPlan {
    policy: PolicyId,
    list: ListNumber,
}

impl EditPlan {
    /// The policy that decided.
    pub const fn policy(&self) -> PolicyId {
        self.policy
    }
}

impl<'p> Edits<'p> {
    /// The list with that number.
    pub(crate) fn new(policy: &'p Policy, list: ListNumber) -> Self {
        Self { policy, list }
    }

    /// What was chosen, without the policy.
    pub const fn plan(&self) -> EditPlan {
        EditPlan { policy: self.policy.id(), list: self.list }
    }

    /// Which of [`Policy::preflights`] these are, if any: for adapters that make such answers once and
    /// copy them.
    #[inline]
    pub const fn preflight(&self) -> Option<usize> {
        self.list.preflight()
    }

    /// Whether any of them echoes the request's `Origin`: if not, nobody needs to keep that line for them.
    #[inline]
    pub fn echo_origin(&self) -> bool {
        self.policy.lists.echoes(self.list)
    }

    /// Whether the answer is left as its handler made it: then there are no changes, and nothing is to
    /// be stripped either. [`apply`](Self::apply) keeps to it.
    #[inline]
    pub const fn leave_all(&self) -> bool {
        self.list.is_left()
    }

    /// Makes the changes. What the answer said of CORS before, it says no more.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{AnswerHeader, AnswerHeaders, AnswerValue, Config, Head, Policy};
    ///
    /// /// An answer's headers, as some server has them.
    /// struct Answer {
    ///     origin: &'static str,
    ///     lines: Vec<(&'static str, String)>,
    /// }
    ///
    /// impl AnswerHeaders for Answer {
    ///     fn strip(&mut self) {
    ///         self.lines.retain(|(name, _)| !name.starts_with("access-control-"));
    ///     }
    ///     fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
    ///         self.remove(header);
    ///         self.lines.push((header.name(), value.text.into()));
    ///     }
    ///     fn echo(&mut self, header: AnswerHeader) {
    ///         self.remove(header);
    ///         self.lines.push((header.name(), self.origin.into()));
    ///     }
    ///     fn remove(&mut self, header: AnswerHeader) {
    ///         self.lines.retain(|(name, _)| *name != header.name());
    ///     }
    ///     fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
    ///         self.lines.iter().filter(|(name, _)| *name == "vary").map(|(_, value)| value.as_bytes())
    ///     }
    ///     fn append_vary(&mut self, value: AnswerValue<'_>) {
    ///         self.lines.push(("vary", value.text.into()));
    ///     }
    /// }
    ///
    /// let policy = Policy::new(&Config {
    ///     origins: vec!["https://app.example".into()],
    ///     ..Config::default()
    /// })?;
    /// let origin = "https://evil.example";
    /// let headers = [("origin", origin)];
    /// let star = ("access-control-allow-origin", "*".to_string());
    /// let mut answer = Answer { origin, lines: vec![star] };
    /// policy.decide(&Head::new("GET", "/", &headers)).edits().apply(&mut answer);
    /// assert_eq!(answer.lines, [("vary", "Origin".to_string())], "the handler's star is gone");
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[inline]
    pub fn apply(&self, headers: &mut impl AnswerHeaders) {
        if self.leave_all() {
            return;
        }
        headers.strip();
        let policy = self.policy;
        for made in policy.lists.at(self.list) {
            match *made {
                Made::Set(header, value) => headers.set(header, policy.value(value)),
                Made::Echo(header) => headers.echo(header),
                Made::LastEcho(header) => headers.echo_last(header),
                Made::Remove(header) => headers.remove(header),
                Made::Vary(names) => add_to_vary(headers, policy, names),
            }
        }
    }

    /// Hands over the changes, in order.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{AnswerHeader, Config, Edit, Head, Policy};
    /// # let policy = Policy::new(&Config {
    /// #     origins: vec!["https://app.example".into()],
    /// #     ..Config::default()
    /// # })?;
    /// let written = |origin| {
    ///     let headers = [("origin", origin)];
    ///     let mut lines = Vec::new();
    ///     policy.decide(&Head::new("GET", "/", &headers)).edits().each(|edit| lines.push(match edit {
    ///         Edit::Set(header, value) => format!("{}: {}", header.name(), value.text),
    ///         Edit::Echo(header) => format!("{}: {origin}", header.name()),
    ///         Edit::Remove(header) => format!("no {}", header.name()),
    ///         Edit::Vary(names) => format!("vary: {}", names.text),
    ///     }));
    ///     lines
    /// };
    /// let allowed = ["vary: Origin", "access-control-allow-origin: https://app.example"];
    /// assert_eq!(written("https://app.example"), allowed);
    /// assert_eq!(written("https://evil.example"), ["vary: Origin"]);
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[inline(always)]
    pub fn each(&self, mut each: impl FnMut(Edit<'p>)) {
        let policy = self.policy;
        for made in policy.lists.at(self.list) {
            each(match *made {
                Made::Set(header, value) => Edit::Set(header, policy.value(value)),
                Made::Echo(header) | Made::LastEcho(header) => Edit::Echo(header),
                Made::Remove(header) => Edit::Remove(header),
                Made::Vary(names) => Edit::Vary(policy.value(names)),
            });
        }
    }
}

impl Policy {
    /// The edits of every answer to a preflight on a path that a rule covers, in the order of their
    /// [numbers](Edits::preflight).
    pub fn preflights(&self) -> impl Iterator<Item = Edits<'_>> {
        self.lists.preflights().map(|list| Edits::new(self, list))
    }

    /// The edits that a decision of this policy chose; of another policy's, none that shares.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Head, Policy};
    /// let of = |origin: &str| Policy::new(&Config { origins: vec![origin.into()], ..Config::default() });
    /// let (policy, other) = (of("https://app.example")?, of("https://other.example")?);
    /// let headers = [("origin", "https://app.example")];
    /// let plan = policy.decide(&Head::new("GET", "/", &headers)).edits().plan();
    /// let count = |policy: &Policy| {
    ///     let mut count = 0;
    ///     policy.edits(plan).each(|_| count += 1);
    ///     count
    /// };
    /// assert_eq!((count(&policy), count(&other)), (2, 0));
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[inline]
    pub fn edits(&self, plan: EditPlan) -> Edits<'_> {
        Edits::new(self, if plan.policy == self.id() { plan.list } else { ListNumber::NONE })
    }
}

#[inline]
fn add_to_vary(headers: &mut impl AnswerHeaders, policy: &Policy, wanted: ValueNumber) {
    if !headers.has_vary() {
        headers.append_vary(policy.value(wanted));
    } else {
        merge_vary(headers, policy, wanted);
    }
}

/// One line for each name that is missing: what is there already says most of it.
#[inline(never)]
fn merge_vary(headers: &mut impl AnswerHeaders, policy: &Policy, wanted: ValueNumber) {
    let names: &[ValueNumber] = match wanted {
        ValueNumber::VARY_ON_PREFLIGHT => &ValueNumber::VARY_NAMES,
        _ => &[wanted],
    };
    for name in names {
        let name = policy.value(*name);
        if lacks_vary_name(headers.vary_lines(), name.text) {
            headers.append_vary(name);
        }
    }
}
