//! What every answer that a policy may give says: lists of edits, made once.

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
    /// The last that echoes.
    LastEcho(AnswerHeader),
    Remove(AnswerHeader),
    Vary(ValueNumber),
}

/// The edits of every answer that a policy may choose, made once and known by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EditLists {
    edits: Vec<Made>,
    /// Where each list ends, and the next one starts.
    ends: Vec<ListEnd>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ListEnd {
    place: u32,
    /// Whether any edit of the list echoes the request's origin.
    echoes: bool,
}

impl EditLists {
    /// Makes the lists of each group and tells it where they start.
    pub(crate) fn new(rules: &[CheckedRule], groups: &mut [Group]) -> Self {
        let mut lists =
            Self { edits: Vec::new(), ends: vec![ListEnd::default(); 1 + ANSWERS_OF_A_RULE] };
        for group in groups {
            if group.is_left {
                group.first_list = ListNumber::LEFT;
                continue;
            }
            group.first_list = ListNumber::new(lists.ends.len());
            let known = group.rules.iter().map(|number| Some(&rules[number.at()]));
            for rule in iter::once(None).chain(known) {
                lists.add_actual(group, rule);
                lists.add_preflight(rule, false);
                lists.add_preflight(rule, true);
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
        let rules = self.ends.len() / ANSWERS_OF_A_RULE - 1;
        (0..2 * rules).map(ListNumber::of_preflight)
    }

    #[inline]
    pub(crate) fn at(&self, number: ListNumber) -> &[Made] {
        let number = number.at();
        let start = if number == 0 { 0 } else { self.ends[number - 1].place };
        &self.edits[start as usize..self.ends[number].place as usize]
    }

    /// Whether any edit of a list echoes the request's origin.
    #[inline]
    pub(crate) fn echoes(&self, number: ListNumber) -> bool {
        self.ends[number.at()].echoes
    }

    /// Ends a list: the next edit is of another one.
    fn end(&mut self) {
        let start = self.ends.last().map_or(0, |end| end.place);
        let place = self.edits.len() as u32;
        let mut echoes =
            self.edits[start as usize..].iter_mut().rev().filter_map(|edit| match edit {
                Made::Echo(header) => Some((*header, edit)),
                _ => None,
            });
        let last = echoes.next().map(|(header, edit)| *edit = Made::LastEcho(header));
        let echoes = last.is_some();
        self.ends.push(ListEnd { place, echoes });
    }

    fn add_actual(&mut self, group: &Group, rule: Option<&CheckedRule>) {
        if !group.for_anybody {
            self.edits.push(Made::Vary(ValueNumber::VARY_ON_ANSWER));
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
        self.end();
    }

    /// Refused or not, a page that may read is told what it may send, so that its browser can name what
    /// is not in it.
    fn add_preflight(&mut self, rule: Option<&CheckedRule>, permitted: bool) {
        // Always: even where everybody may ask for everything, who sends two `Origin` lines, or a
        // list of headers without end, is refused.
        self.edits.push(Made::Vary(ValueNumber::VARY_ON_PREFLIGHT));
        if let Some(rule) = rule {
            self.share(rule);
            self.set(AnswerHeader::AllowMethods, rule.allow_methods);
            // Browsers let `authorization` through by a star. Without it they name what they asked for.
            let tells_headers = permitted || !rule.request_headers.any;
            self.set(AnswerHeader::AllowHeaders, rule.allow_headers.filter(|_| tells_headers));
            self.set(AnswerHeader::MaxAge, rule.max_age.filter(|_| permitted));
        }
        self.end();
    }

    /// Names who may read. With `*` it says so to everybody, so that a cached answer fits all.
    fn share(&mut self, rule: &CheckedRule) {
        self.edits.push(name_reader(AnswerHeader::AllowOrigin, rule));
        if rule.credentials {
            self.edits.push(Made::Set(AnswerHeader::AllowCredentials, ValueNumber::TRUE));
        }
    }

    fn set(&mut self, header: AnswerHeader, value: Option<ValueNumber>) {
        self.edits.extend(value.map(|value| Made::Set(header, value)));
    }
}

fn name_reader(header: AnswerHeader, rule: &CheckedRule) -> Made {
    match rule.is_for_anybody() {
        true => Made::Set(header, ValueNumber::STAR),
        false => Made::Echo(header),
    }
}
