//! The headers of an answer: which changes a decision makes, and how they are applied.

use super::vary::lacks_vary_name;
use crate::server::policy::AnswerHeader;
use crate::server::policy::AnswerValue;
use crate::server::policy::ListNumber;
use crate::server::policy::Made;
use crate::server::policy::Policy;
use crate::server::policy::PolicyId;
use crate::server::policy::Reader;
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
    /// The same of [`AnswerHeader::AllowOrigin`], which nearly every answer has, and for the last time: the
    /// value may be given away.
    fn echo_to_reader(&mut self) {
        self.echo(AnswerHeader::AllowOrigin);
    }
    /// Sets [`AnswerHeader::AllowOrigin`] to `*`.
    fn name_everybody(&mut self) {
        self.set(AnswerHeader::AllowOrigin, AnswerValue::STAR);
    }
    /// Sets [`AnswerHeader::AllowCredentials`].
    fn allow_credentials(&mut self) {
        self.set(AnswerHeader::AllowCredentials, AnswerValue::TRUE);
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

    /// Whether they are one line at most, of `Vary`: such an answer is as quickly written as copied.
    #[inline]
    pub fn are_vary_alone(&self) -> bool {
        !self.policy.lists.at(self.list).speaks
    }

    /// Whether any of them echoes the request's `Origin`: if not, nobody needs to keep that line for them.
    #[inline]
    pub fn echo_origin(&self) -> bool {
        self.policy.lists.at(self.list).echoes
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
        let list = self.policy.lists.at(self.list);
        if let Some(names) = list.vary {
            add_to_vary(headers, self.policy, names);
        }
        self.name_reader(headers);
        self.apply_others(headers);
    }

    /// The same for an answer that has no line of CORS and none of `Vary`, as most have: what is nearly
    /// always said. Out: whether there is more to say, with [`apply_others`](Self::apply_others).
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{AnswerHeader, AnswerHeaders, AnswerValue, Config, Edits, Head, Policy};
    ///
    /// /// The lines of an answer to whoever is at `https://app.example`.
    /// #[derive(Default)]
    /// struct Answer(Vec<String>);
    ///
    /// impl AnswerHeaders for Answer {
    ///     fn strip(&mut self) {}
    ///     fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
    ///         self.0.push(format!("{}: {}", header.name(), value.text));
    ///     }
    ///     fn echo(&mut self, header: AnswerHeader) {
    ///         self.0.push(format!("{}: https://app.example", header.name()));
    ///     }
    ///     fn remove(&mut self, _: AnswerHeader) {}
    ///     fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
    ///         std::iter::empty()
    ///     }
    ///     fn append_vary(&mut self, value: AnswerValue<'_>) {
    ///         self.0.push(format!("vary: {}", value.text));
    ///     }
    /// }
    ///
    /// let policy = Policy::new(&Config {
    ///     origins: vec!["https://app.example".into()],
    ///     expose_headers: vec!["x-total".into()],
    ///     ..Config::default()
    /// })?;
    /// let headers = [("origin", "https://app.example")];
    /// let decision = policy.decide(&Head::new("GET", "/", &headers));
    /// let edits: &Edits<'_> = decision.edits();
    /// let mut answer = Answer::default();
    /// assert!(edits.apply_to_new(&mut answer));
    /// assert_eq!(answer.0, ["vary: Origin", "access-control-allow-origin: https://app.example"]);
    /// edits.apply_others(&mut answer);
    /// assert_eq!(answer.0[2], "access-control-expose-headers: x-total");
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[inline(always)]
    pub fn apply_to_new(&self, headers: &mut impl AnswerHeaders) -> bool {
        let list = self.policy.lists.at(self.list);
        if let Some(names) = list.vary {
            headers.append_vary(self.policy.value(names));
        }
        self.name_reader(headers);
        list.has_others
    }

    /// Makes the changes that [`apply_to_new`](Self::apply_to_new) leaves.
    pub fn apply_others(&self, headers: &mut impl AnswerHeaders) {
        for made in self.policy.lists.others(self.list) {
            match *made {
                Made::Set(header, value) => headers.set(header, self.policy.value(value)),
                Made::Echo(header) => headers.echo(header),
                Made::Remove(header) => headers.remove(header),
            }
        }
    }

    #[inline(always)]
    fn name_reader(&self, headers: &mut impl AnswerHeaders) {
        let list = self.policy.lists.at(self.list);
        if matches!(list.reader, Reader::Origin | Reader::OriginWithCredentials) {
            headers.echo_to_reader();
            if list.reader == Reader::OriginWithCredentials {
                headers.allow_credentials();
            }
        } else if list.reader == Reader::Everybody {
            headers.name_everybody();
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
    pub fn each(&self, mut each: impl FnMut(Edit<'p>)) {
        let policy = self.policy;
        let list = policy.lists.at(self.list);
        if let Some(names) = list.vary {
            each(Edit::Vary(policy.value(names)));
        }
        match list.reader {
            Reader::Unsaid => {}
            Reader::Everybody => each(Edit::Set(AnswerHeader::AllowOrigin, AnswerValue::STAR)),
            Reader::Origin | Reader::OriginWithCredentials => {
                each(Edit::Echo(AnswerHeader::AllowOrigin));
            }
        }
        if list.reader == Reader::OriginWithCredentials {
            each(Edit::Set(AnswerHeader::AllowCredentials, AnswerValue::TRUE));
        }
        for made in policy.lists.others(self.list) {
            each(match *made {
                Made::Set(header, value) => Edit::Set(header, policy.value(value)),
                Made::Echo(header) => Edit::Echo(header),
                Made::Remove(header) => Edit::Remove(header),
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
