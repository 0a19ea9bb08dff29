//! What every answer that a policy may give says: lists of edits, made once.
#![expect(clippy::indexing_slicing, reason = "each number is of a list that was made with it")]

use alloc::vec;
use alloc::vec::Vec;
use core::iter;

use super::answer_header::AnswerHeader;
use super::group::Group;
use super::list_number::ANSWERS_OF_A_RULE;
use super::list_number::Answered;
use super::list_number::ListNumber;
use super::rule::CheckedRule;
use super::values::ValueNumber;
use super::values::resource_policy;

/// An edit, its value given by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    Set(AnswerHeader, ValueNumber),
    Echo(AnswerHeader),
    Remove(AnswerHeader),
}

/// The edits of every answer that a policy may choose, made once and known by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EditLists {
    lists: Vec<EditList>,
    /// Those that have no place of their own in a list.
    others: Vec<Made>,
}

/// A list. What nearly every answer says has a place of its own, and is made in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EditList {
    /// Names for `Vary`.
    pub(crate) vary: Option<ValueNumber>,
    /// Who may read.
    pub(crate) reader: Reader,
    /// Whether there are others.
    pub(crate) has_others: bool,
    /// Whether anything but `Vary` is said.
    pub(crate) speaks: bool,
    /// Whether any of all echoes the request's origin.
    pub(crate) echoes: bool,
    /// Where the others end, and those of the next list start.
    end: u32,
}

/// What `Access-Control-Allow-Origin` says, if it has a place of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Nothing, or it is among the others.
    #[default]
    Unsaid,
    /// The request's origin, which no other header says.
    Origin,
    /// The same, beside `Access-Control-Allow-Credentials`.
    OriginWithCredentials,
    /// `*`.
    Everybody,
}

impl EditLists {
    /// Makes the lists of each group and tells it where they start.
    pub(crate) fn new(rules: &[CheckedRule], groups: &mut [Group]) -> Self {
        let lists = vec![EditList::default(); 1 + ANSWERS_OF_A_RULE];
        let mut lists = Self { lists, others: Vec::new() };
        for group in groups {
            if group.is_left {
                group.first_list = ListNumber::LEFT;
                continue;
            }
            group.first_list = ListNumber::new(lists.lists.len());
            let known = group.rules.iter().map(|number| Some(&rules[number.at()]));
            for rule in iter::once(None).chain(known) {
                lists.add_actual(group, rule);
                for permitted in [false, true] {
                    lists.add_preflight(rule, permitted);
                }
            }
        }
        lists
    }

    /// The number of a list; `rule` is a place in the group.
    pub(crate) fn number(group: &Group, rule: Option<usize>, answered: Answered) -> ListNumber {
        let place = rule.map_or(0, |place| place + 1);
        ListNumber::new(group.first_list.at() + ANSWERS_OF_A_RULE * place + answered as usize)
    }

    /// The lists for preflights, in order.
    pub(crate) fn preflights(&self) -> impl Iterator<Item = ListNumber> + use<> {
        let rules = self.lists.len() / ANSWERS_OF_A_RULE - 1;
        (0..2 * rules).map(ListNumber::of_preflight)
    }

    #[inline]
    pub(crate) fn at(&self, number: ListNumber) -> &EditList {
        &self.lists[number.at()]
    }

    /// The edits of a list that have no place of their own in it.
    pub(crate) fn others(&self, number: ListNumber) -> &[Made] {
        let number = number.at();
        let start = if number == 0 { 0 } else { self.lists[number - 1].end };
        &self.others[start as usize..self.lists[number].end as usize]
    }

    fn add_actual(&mut self, group: &Group, rule: Option<&CheckedRule>) {
        let vary = (!group.for_anybody).then_some(ValueNumber::VARY_ON_ANSWER);
        let timing = AnswerHeader::TimingAllowOrigin;
        let others = [
            set(AnswerHeader::ExposeHeaders, rule.and_then(|rule| rule.expose_headers)),
            group.exposes_timing.then(|| match rule {
                Some(rule) if rule.expose_timing => name_reader(timing, rule),
                _ => Made::Remove(timing),
            }),
            set(AnswerHeader::ResourcePolicy, group.resource_policy.map(resource_policy)),
        ];
        self.add(vary, rule, others);
    }

    /// Refused or not, a page that may read is told what it may send, so that its browser can name what
    /// is not in it.
    fn add_preflight(&mut self, rule: Option<&CheckedRule>, permitted: bool) {
        let others = rule.map_or([None; 3], |rule| {
            // Browsers let `authorization` through by a star. Without it they name what they asked for.
            let tells_headers = permitted || !rule.request_headers.any;
            let headers = rule.allow_headers.filter(|_| tells_headers);
            [
                set(AnswerHeader::AllowMethods, rule.allow_methods),
                set(AnswerHeader::AllowHeaders, headers),
                set(AnswerHeader::MaxAge, rule.max_age.filter(|_| permitted)),
            ]
        });
        // Always: even where everybody may ask for everything, who sends two `Origin` lines, or a
        // list of headers without end, is refused.
        self.add(Some(ValueNumber::VARY_ON_PREFLIGHT), rule, others);
    }

    /// Adds a list that names who may read, if a rule says so. With `*` it says so to everybody, so that a
    /// cached answer fits all.
    #[inline(never)]
    fn add(
        &mut self,
        vary: Option<ValueNumber>,
        rule: Option<&CheckedRule>,
        others: [Option<Made>; 3],
    ) {
        let mut list = EditList { vary, ..EditList::default() };
        if let Some(rule) = rule {
            let reader = name_reader(AnswerHeader::AllowOrigin, rule);
            list.echoes = reader == Made::Echo(AnswerHeader::AllowOrigin);
            let is_echoed_again = others.iter().any(|edit| matches!(edit, Some(Made::Echo(_))));
            list.reader = match reader {
                Made::Echo(_) if is_echoed_again => Reader::Unsaid,
                Made::Echo(_) if rule.credentials => Reader::OriginWithCredentials,
                Made::Echo(_) => Reader::Origin,
                _ => Reader::Everybody,
            };
            if list.reader == Reader::Unsaid {
                let credentials = Made::Set(AnswerHeader::AllowCredentials, ValueNumber::TRUE);
                self.others.push(reader);
                self.others.extend(rule.credentials.then_some(credentials));
            }
        }
        for edit in others {
            self.others.extend(edit);
        }
        let end = self.others.len() as u32;
        list.has_others = self.lists.last().is_some_and(|before| before.end < end);
        list.speaks = list.reader != Reader::Unsaid || list.has_others;
        self.lists.push(EditList { end, ..list });
    }
}

fn set(header: AnswerHeader, value: Option<ValueNumber>) -> Option<Made> {
    value.map(|value| Made::Set(header, value))
}

fn name_reader(header: AnswerHeader, rule: &CheckedRule) -> Made {
    match rule.is_for_anybody() {
        true => Made::Set(header, ValueNumber::STAR),
        false => Made::Echo(header),
    }
}
