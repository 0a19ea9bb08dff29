//! The headers of an answer: which changes a decision makes, and how they are applied.

use alloc::vec;
use alloc::vec::Vec;
use core::iter;

use super::vary::lacks_vary_name;
use crate::server::policy::CheckedRule;
use crate::server::policy::Group;
use crate::server::policy::Policy;
use crate::server::policy::PolicyId;
use crate::server::policy::STAR;
use crate::server::policy::TRUE;
use crate::server::policy::VARY_NAMES;
use crate::server::policy::VARY_ON_ANSWER;
use crate::server::policy::VARY_ON_PREFLIGHT;
use crate::server::policy::Value;
use crate::server::policy::resource_policy;

/// The headers by which a server speaks CORS: what a gateway strips from an upstream's answer.
pub const CORS_RESPONSE_HEADERS: [&str; 6] = [
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
];

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

    /// Whether it is one of [`CORS_RESPONSE_HEADERS`].
    #[inline]
    pub const fn is_of_cors(self) -> bool {
        (self as usize) < CORS_RESPONSE_HEADERS.len()
    }

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
    /// Whether there is any line of `Vary`.
    fn has_vary(&self) -> bool {
        self.vary_lines().next().is_some()
    }
    /// The lines of `Vary`, in order.
    fn vary_lines(&self) -> impl Iterator<Item = &[u8]>;
    /// Adds a line to `Vary`.
    fn append_vary(&mut self, value: Value<'_>);
}

/// The changes that a decision makes to an answer's headers. Making them allocates nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edits<'p> {
    policy: &'p Policy,
    list: u32,
}

/// What a decision chose, without the policy that it was made by: for who keeps it while an answer
/// is under way. [`Policy::edits`] makes edits of it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    policy: PolicyId,
    list: u32,
}

impl Plan {
    /// The policy that decided.
    pub const fn policy(&self) -> PolicyId {
        self.policy
    }
}

impl<'p> Edits<'p> {
    /// The list with that number.
    pub(crate) fn new(policy: &'p Policy, list: u32) -> Self {
        Self { policy, list }
    }

    /// What was chosen, without the policy.
    pub const fn plan(&self) -> Plan {
        Plan { policy: self.policy.id(), list: self.list }
    }

    /// Which of [`Policy::permitted_preflights`] these are, if any: for adapters that make such
    /// answers once and copy them.
    #[inline]
    pub const fn permitted_preflight(&self) -> Option<usize> {
        let list = self.list as usize;
        match list.is_multiple_of(ANSWERS_OF_A_RULE) {
            true => (list / ANSWERS_OF_A_RULE).checked_sub(1),
            false => None,
        }
    }

    /// Makes the changes. What the answer said of CORS before, it says no more.
    #[inline]
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
    #[inline(always)]
    pub fn each(&self, mut each: impl FnMut(Edit<'p>)) {
        let policy = self.policy;
        for made in policy.lists.at(self.list) {
            each(match *made {
                Made::Set(header, value) => Edit::Set(header, policy.value(value as usize)),
                Made::Echo(header) => Edit::Echo(header),
                Made::Remove(header) => Edit::Remove(header),
                Made::Vary(names) => Edit::Vary(policy.value(names as usize)),
            });
        }
    }
}

impl Policy {
    /// The edits of every answer to a preflight that is permitted, in the order of their numbers.
    pub fn permitted_preflights(&self) -> impl Iterator<Item = Edits<'_>> {
        let lists = (0..self.lists.ends.len()).step_by(ANSWERS_OF_A_RULE).skip(1);
        lists.map(|list| Edits::new(self, list as u32))
    }

    /// The edits that a decision of this policy chose; of another policy's, none that shares.
    #[inline]
    pub fn edits(&self, plan: Plan) -> Edits<'_> {
        Edits::new(self, if plan.policy == self.id() { plan.list } else { NO_EDITS })
    }
}

/// An edit, its value given by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Made {
    Set(AnswerHeader, u32),
    Echo(AnswerHeader),
    Remove(AnswerHeader),
    Vary(u32),
}

/// The edits of every answer that a policy may choose, made once and known by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EditLists {
    edits: Vec<Made>,
    /// Where each list ends, and the next one starts.
    ends: Vec<u32>,
}

/// The list that is empty: nobody speaks for the path.
pub(crate) const NO_EDITS: u32 = 0;

/// What is answered by a rule, or by none, which permits no preflight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answered {
    Actual,
    PreflightRefused,
    /// The last: its lists are those whose numbers are multiples of [`ANSWERS_OF_A_RULE`].
    PreflightPermitted,
}

/// How many lists there are for each rule, and for none, behind [`NO_EDITS`].
const ANSWERS_OF_A_RULE: usize = 3;

impl EditLists {
    /// Makes the lists of each group and tells it where they start.
    pub(crate) fn new(rules: &[CheckedRule], groups: &mut [Group]) -> Self {
        let mut lists = Self { edits: Vec::new(), ends: vec![0] };
        for group in groups {
            group.first_list = lists.ends.len() as u32;
            let known = group.rules.iter().map(|number| Some(&rules[*number as usize]));
            for rule in iter::once(None).chain(known) {
                lists.add_actual(group, rule);
                lists.add_preflight(rule, false);
                lists.add_preflight(rule, true);
            }
        }
        lists
    }

    /// The number of a list; `rule` is a place in the group.
    pub(crate) fn number(group: &Group, rule: Option<usize>, answered: Answered) -> u32 {
        let place = rule.map_or(0, |place| place as u32 + 1);
        group.first_list + ANSWERS_OF_A_RULE as u32 * place + answered as u32
    }

    #[inline]
    fn at(&self, number: u32) -> &[Made] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.edits[start as usize..self.ends[number] as usize]
    }

    fn add_actual(&mut self, group: &Group, rule: Option<&CheckedRule>) {
        if !group.for_anybody {
            self.edits.push(Made::Vary(VARY_ON_ANSWER as u32));
        }
        if let Some(rule) = rule {
            self.share(rule);
            self.set(AnswerHeader::ExposeHeaders, rule.expose_headers);
        }
        if group.exposes_timing {
            let header = AnswerHeader::TimingAllowOrigin;
            self.edits.push(match rule {
                Some(rule) if rule.expose_timing => name_reader(header, rule),
                _ => Made::Remove(header),
            });
        }
        self.set(AnswerHeader::ResourcePolicy, group.resource_policy.map(resource_policy));
        self.ends.push(self.edits.len() as u32);
    }

    fn add_preflight(&mut self, rule: Option<&CheckedRule>, permitted: bool) {
        // Always: even where everybody may ask for everything, who sends two `Origin` lines, or a
        // list of headers without end, is refused.
        self.edits.push(Made::Vary(VARY_ON_PREFLIGHT as u32));
        if let Some(rule) = rule {
            self.share(rule);
            if permitted {
                self.set(AnswerHeader::AllowMethods, rule.allow_methods);
                self.set(AnswerHeader::AllowHeaders, rule.allow_headers);
                self.set(AnswerHeader::MaxAge, rule.max_age);
            }
        }
        self.ends.push(self.edits.len() as u32);
    }

    /// Names who may read. With `*` it says so to everybody, so that a cached answer fits all.
    fn share(&mut self, rule: &CheckedRule) {
        self.edits.push(name_reader(AnswerHeader::AllowOrigin, rule));
        if rule.credentials {
            self.edits.push(Made::Set(AnswerHeader::AllowCredentials, TRUE as u32));
        }
    }

    fn set(&mut self, header: AnswerHeader, value: Option<usize>) {
        self.edits.extend(value.map(|value| Made::Set(header, value as u32)));
    }
}

fn name_reader(header: AnswerHeader, rule: &CheckedRule) -> Made {
    if rule.origins.any { Made::Set(header, STAR as u32) } else { Made::Echo(header) }
}

#[inline]
fn add_to_vary(headers: &mut impl AnswerHeaders, policy: &Policy, wanted: usize) {
    if !headers.has_vary() {
        headers.append_vary(policy.value(wanted));
    } else {
        merge_vary(headers, policy, wanted);
    }
}

/// One line for each name that is missing: what is there already says most of it.
#[inline(never)]
fn merge_vary(headers: &mut impl AnswerHeaders, policy: &Policy, wanted: usize) {
    let names = if wanted == VARY_ON_PREFLIGHT { VARY_NAMES } else { wanted..wanted + 1 };
    for name in names {
        let name = policy.value(name);
        if lacks_vary_name(headers.vary_lines(), name.text) {
            headers.append_vary(name);
        }
    }
}
