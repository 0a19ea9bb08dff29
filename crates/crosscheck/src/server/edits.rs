//! The headers of an answer: which changes a decision makes, and how they are applied.

use super::CORS_RESPONSE_HEADERS;
use super::policy::Policy;
use super::policy::PolicyId;
use super::rule::CheckedRule;
use super::values::STAR;
use super::values::TRUE;
use super::values::VARY_NAMES;
use super::values::VARY_ON_ANSWER;
use super::values::VARY_ON_PREFLIGHT;
use super::values::Value;
use super::values::resource_policy;
use super::vary::lacks_vary_name;

/// A header that a policy writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerHeader {
    /// `access-control-allow-credentials`
    AllowCredentials,
    /// `access-control-allow-headers`
    AllowHeaders,
    /// `access-control-allow-methods`
    AllowMethods,
    /// `access-control-allow-origin`
    AllowOrigin,
    /// `access-control-expose-headers`
    ExposeHeaders,
    /// `access-control-max-age`
    MaxAge,
    /// `cross-origin-resource-policy`
    ResourcePolicy,
    /// `timing-allow-origin`
    TimingAllowOrigin,
}

impl AnswerHeader {
    /// Every header, in the order of their numbers: `ALL[header as usize]` is the header.
    pub const ALL: [Self; 8] = [
        Self::AllowCredentials,
        Self::AllowHeaders,
        Self::AllowMethods,
        Self::AllowOrigin,
        Self::ExposeHeaders,
        Self::MaxAge,
        Self::ResourcePolicy,
        Self::TimingAllowOrigin,
    ];

    /// Those of [`CORS_RESPONSE_HEADERS`].
    pub const OF_CORS: [Self; CORS_RESPONSE_HEADERS.len()] = [
        Self::AllowCredentials,
        Self::AllowHeaders,
        Self::AllowMethods,
        Self::AllowOrigin,
        Self::ExposeHeaders,
        Self::MaxAge,
    ];

    /// The name, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ResourcePolicy => "cross-origin-resource-policy",
            Self::TimingAllowOrigin => "timing-allow-origin",
            _ => CORS_RESPONSE_HEADERS[self as usize],
        }
    }
}

/// One change to a response's headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit<'p> {
    /// Replace every line with this name by one.
    Set(AnswerHeader, Value<'p>),
    /// Replace every line with this name by one with the value of the request's `Origin` line,
    /// which was compared byte for byte: it is listed, or a pattern covers it and it is spelled as
    /// browsers do. Whoever holds the request has that value ready, so nothing is copied.
    Echo(AnswerHeader),
    /// Remove every line with this name: the policy speaks for it, and says nothing here.
    Remove(AnswerHeader),
    /// Add those of the names to `Vary` that are not there yet.
    Vary(Value<'p>),
}

/// The headers of an answer, as an adapter holds them.
///
/// What is written is decided here; an adapter only knows how.
pub trait AnswerHeaders {
    /// Takes every line of [`CORS_RESPONSE_HEADERS`] away.
    fn strip(&mut self);
    /// Replaces every line with this name by one.
    fn set(&mut self, header: AnswerHeader, value: Value<'_>);
    /// Replaces every line with this name by one with the value of the request's `Origin`.
    fn echo(&mut self, header: AnswerHeader);
    /// Takes every line with this name away.
    fn remove(&mut self, header: AnswerHeader);
    /// The lines of `Vary`, in order.
    fn vary_lines(&self) -> impl Iterator<Item = &[u8]>;
    /// Adds a line to `Vary`.
    fn append_vary(&mut self, value: Value<'_>);
}

/// The changes that a decision makes to an answer's headers. Making them allocates nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edits<'p> {
    policy: &'p Policy,
    plan: Plan,
}

/// What a decision chose, without the policy that it was made by: for who keeps it while an answer
/// is under way. [`Policy::edits`] makes edits of it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    pub(super) policy: PolicyId,
    pub(super) part: Part,
}

/// Which headers are written, and from what. Numbers are places in the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// None: nobody speaks for the path.
    Nothing,
    /// An answer's; the rule, if one shares it.
    Answer { group: u32, rule: Option<u32> },
    /// A preflight's; the rule that knows the origin, and whether it allows the rest.
    Preflight { group: u32, rule: Option<u32>, permitted: bool },
}

impl Plan {
    /// The policy that decided.
    pub const fn policy(&self) -> PolicyId {
        self.policy
    }
}

impl<'p> Edits<'p> {
    pub(super) fn new(policy: &'p Policy, part: Part) -> Self {
        Self { policy, plan: Plan { policy: policy.id(), part } }
    }

    /// What was chosen, without the policy.
    pub const fn plan(&self) -> Plan {
        self.plan
    }

    /// Makes the changes. What the answer said of CORS before, it says no more.
    pub fn apply(&self, headers: &mut impl AnswerHeaders) {
        headers.strip();
        self.each(|edit| match edit {
            Edit::Set(header, value) => headers.set(header, value),
            Edit::Echo(header) => headers.echo(header),
            Edit::Remove(header) => headers.remove(header),
            Edit::Vary(names) => add_to_vary(headers, self.policy, names.index),
        });
    }

    /// Hands over the changes, in order.
    pub fn each(&self, mut each: impl FnMut(Edit<'p>)) {
        let policy = self.policy;
        let rule_at = |number: Option<u32>| number.map(|number| &policy.rules[number as usize]);
        match self.plan.part {
            Part::Nothing => {}
            Part::Answer { group, rule } => {
                let (group, rule) = (&policy.groups[group as usize], rule_at(rule));
                if !group.for_anybody {
                    each(Edit::Vary(policy.value(VARY_ON_ANSWER)));
                }
                if let Some(rule) = rule {
                    share(policy, rule, &mut each);
                    set(policy, AnswerHeader::ExposeHeaders, rule.expose_headers, &mut each);
                }
                if group.exposes_timing {
                    let header = AnswerHeader::TimingAllowOrigin;
                    each(match rule {
                        Some(rule) if rule.expose_timing => name_reader(policy, header, rule),
                        _ => Edit::Remove(header),
                    });
                }
                let embedders = group.resource_policy.map(resource_policy);
                set(policy, AnswerHeader::ResourcePolicy, embedders, &mut each);
            }
            Part::Preflight { group, rule, permitted } => {
                if !policy.groups[group as usize].answers_preflights_alike {
                    each(Edit::Vary(policy.value(VARY_ON_PREFLIGHT)));
                }
                let Some(rule) = rule_at(rule) else { return };
                share(policy, rule, &mut each);
                if permitted {
                    set(policy, AnswerHeader::AllowMethods, rule.allow_methods, &mut each);
                    set(policy, AnswerHeader::AllowHeaders, rule.allow_headers, &mut each);
                    set(policy, AnswerHeader::MaxAge, rule.max_age, &mut each);
                }
            }
        }
    }
}

impl Policy {
    /// The edits that a decision of this policy chose; of another policy's, none that shares.
    pub fn edits(&self, plan: Plan) -> Edits<'_> {
        let part = if plan.policy == self.id() { plan.part } else { Part::Nothing };
        Edits::new(self, part)
    }
}

/// Names who may read. With `*` it says so to everybody, so that a cached answer fits all.
fn share<'p>(policy: &'p Policy, rule: &CheckedRule, each: &mut impl FnMut(Edit<'p>)) {
    each(name_reader(policy, AnswerHeader::AllowOrigin, rule));
    if rule.credentials {
        each(Edit::Set(AnswerHeader::AllowCredentials, policy.value(TRUE)));
    }
}

fn name_reader<'p>(policy: &'p Policy, header: AnswerHeader, rule: &CheckedRule) -> Edit<'p> {
    if rule.origins.any { Edit::Set(header, policy.value(STAR)) } else { Edit::Echo(header) }
}

fn set<'p>(
    policy: &'p Policy,
    header: AnswerHeader,
    value: Option<usize>,
    each: &mut impl FnMut(Edit<'p>),
) {
    if let Some(value) = value {
        each(Edit::Set(header, policy.value(value)));
    }
}

fn add_to_vary(headers: &mut impl AnswerHeaders, policy: &Policy, wanted: usize) {
    let there = headers.vary_lines().next().is_some();
    if !there {
        headers.append_vary(policy.value(wanted));
        return;
    }
    // One line for each name: what is there already says most of it.
    let names = if wanted == VARY_ON_PREFLIGHT { VARY_NAMES } else { wanted..wanted + 1 };
    for name in names {
        let name = policy.value(name);
        if lacks_vary_name(headers.vary_lines(), name.text) {
            headers.append_vary(name);
        }
    }
}
